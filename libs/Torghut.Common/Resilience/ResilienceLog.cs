using Microsoft.Extensions.Logging;

namespace Torghut.Common.Resilience;

/// <summary>Log messages of repeatable calls; ids 1040 to 1049. That an attempt is repeated is logged by the service, in its own words.</summary>
internal static partial class ResilienceLog
{
    [LoggerMessage(1040, LogLevel.Warning, "{Call} failed too often; nothing is sent for {Break}", EventName = "circuit_opened")]
    public static partial void CircuitOpened(ILogger logger, Exception? exception, string call, TimeSpan @break);

    [LoggerMessage(1041, LogLevel.Debug, "{Call} is tried once", EventName = "circuit_half_opened")]
    public static partial void CircuitHalfOpened(ILogger logger, string call);

    [LoggerMessage(1042, LogLevel.Information, "{Call} answers again", EventName = "circuit_closed")]
    public static partial void CircuitClosed(ILogger logger, string call);
}
