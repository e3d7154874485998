using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Torghut.Common.Kafka;

/// <summary>Passes librdkafka's own log lines and errors on to ours.</summary>
public static partial class KafkaClientLog
{
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
        ClientLine(logger, level, message.Name, message.Facility, message.Message);
    }

    public static void Write(ILogger logger, Error error) =>
        ClientError(logger, error.IsFatal ? LogLevel.Critical : LogLevel.Warning, error.Code, error.Reason);

    [LoggerMessage(EventId = 1030, EventName = "kafka_client", Message = "{Client} {Facility}: {Text}")]
    private static partial void ClientLine(ILogger logger, LogLevel level, string client, string facility, string text);

    [LoggerMessage(EventId = 1031, EventName = "kafka_client_error", Message = "Kafka client error {Code}: {Reason}")]
    private static partial void ClientError(ILogger logger, LogLevel level, ErrorCode code, string reason);
}
