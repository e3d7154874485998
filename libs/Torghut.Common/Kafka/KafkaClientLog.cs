using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Torghut.Common.Kafka;

/// <summary>
/// Passes librdkafka's own log lines and errors on to ours. While brokers are away every client of the process says so many times a second: that is told as
/// one outage, see <see cref="OutageLog"/>.
/// </summary>
public static partial class KafkaClientLog
{
    private static readonly OutageLog Outage = new(TimeProvider.System);

    public static void Write(ILogger logger, LogMessage message)
    {
        var level = message.Level switch
        {
            SyslogLevel.Emergency or SyslogLevel.Alert or SyslogLevel.Critical => LogLevel.Critical,
            SyslogLevel.Error => LogLevel.Error,
            SyslogLevel.Warning => LogLevel.Warning,
            SyslogLevel.Notice or SyslogLevel.Info => LogLevel.Information,
            _ => LogLevel.Debug,
        };
        if (OutageLog.Tells(message) && Outage.Takes(logger, message.Message))
        {
            return;
        }

        ClientLine(logger, level, message.Name, message.Facility, message.Message);
    }

    public static void Write(ILogger logger, Error error)
    {
        if (!error.IsFatal && OutageLog.Tells(error) && Outage.Takes(logger, error.Reason))
        {
            return;
        }

        ClientError(logger, error.IsFatal ? LogLevel.Critical : LogLevel.Warning, error.Code, error.Reason);
    }

    [LoggerMessage(EventId = 1030, EventName = "kafka_client", Message = "{Client} {Facility}: {Text}")]
    private static partial void ClientLine(ILogger logger, LogLevel level, string client, string facility, string text);

    [LoggerMessage(EventId = 1031, EventName = "kafka_client_error", Message = "Kafka client error {Code}: {Reason}")]
    private static partial void ClientError(ILogger logger, LogLevel level, ErrorCode code, string reason);
}
