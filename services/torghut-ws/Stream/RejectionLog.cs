using System.Text;
using Torghut.Alpaca.Parsing;
using Torghut.Ws.Observability;

namespace Torghut.Ws.Stream;

/// <summary>Counts messages that were not usable by reason, and logs a sample of each reason now and then.</summary>
internal sealed class RejectionLog(WsMetrics metrics, TimeProvider time, ILogger<RejectionLog> logger)
{
    private const int MaxSample = 200;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);

    private readonly long?[] _sampled = new long?[RejectReasons.OfMessages.Count];

    public void Tell(RejectReason reason, ReadOnlySpan<byte> message)
    {
        metrics.Rejected(RejectReasons.OfMessages[(int)reason]);
        var now = time.GetTimestamp();
        if (_sampled[(int)reason] is { } last && time.GetElapsedTime(last, now) < SampleInterval)
        {
            return;
        }

        _sampled[(int)reason] = now;
        WsLog.MessageRejected(logger, RejectReasons.OfMessages[(int)reason], Encoding.UTF8.GetString(message[..Math.Min(message.Length, MaxSample)]));
    }
}
