using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Torghut.Common.Kafka;

/// <summary>
/// Tells an outage of brokers once when it begins, with one line every ten seconds that counts what the clients said meanwhile, and once when they have been
/// silent for as long. All clients of a process share it. Safe for concurrent use.
/// </summary>
public sealed partial class OutageLog(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private ITimer? _timer;
    private ILogger _logger = null!;
    private long _began;
    private int _lines;
    private string _last = "";

    /// <summary>Whether a client's line says that a broker cannot be reached or does not answer.</summary>
    public static bool Tells(LogMessage message) =>
        message.Facility is "FAIL" or "ERROR" or "REQTMOUT" or "METADATA" or "SESSTMOUT";

    /// <summary>Whether a client's error says that a broker cannot be reached or does not answer.</summary>
    public static bool Tells(Error error) => error.Code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport or ErrorCode.Local_Resolve
        or ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_WaitCoord;

    /// <summary>Takes a line in. False for the first of an outage, which is to be written as it is.</summary>
    public bool Takes(ILogger logger, string text)
    {
        lock (_lock)
        {
            _last = text;
            if (_timer is not null)
            {
                _lines++;
                return true;
            }

            (_logger, _lines, _began) = (logger, 0, time.GetTimestamp());
            _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
            return false;
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_timer is not { } timer)
            {
                return;
            }

            var seconds = time.GetElapsedTime(_began).TotalSeconds;
            if (_lines > 0)
            {
                GoesOn(_logger, seconds, _lines, _last);
                _lines = 0;
                return;
            }

            Ended(_logger, seconds);
            timer.Dispose();
            _timer = null;
        }
    }

    [LoggerMessage(
        1032, LogLevel.Warning, "Kafka brokers are away for {Seconds:0} s; {Lines} lines of the clients since the last of this kind, the newest: {Text}",
        EventName = "kafka_outage")]
    private static partial void GoesOn(ILogger logger, double seconds, int lines, string text);

    [LoggerMessage(1033, LogLevel.Information, "Kafka brokers answer: no client has said otherwise for the last 10 of {Seconds:0} s",
        EventName = "kafka_outage_ended")]
    private static partial void Ended(ILogger logger, double seconds);
}
