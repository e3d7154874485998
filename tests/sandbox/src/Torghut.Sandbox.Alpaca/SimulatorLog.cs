using Microsoft.Extensions.Logging;

namespace Torghut.Sandbox.Alpaca;

/// <summary>Everything the simulator logs.</summary>
internal static partial class SimulatorLog
{
    [LoggerMessage(1, LogLevel.Information, "Alpaca simulator listens on {Address}, source {Source}, {Symbols} symbols")]
    public static partial void Listening(ILogger logger, Uri address, string source, int symbols);

    [LoggerMessage(2, LogLevel.Information, "The market starts at {MarketTime}")]
    public static partial void MarketStarts(ILogger logger, string marketTime);

    [LoggerMessage(3, LogLevel.Information, "The market's source is finished at {MarketTime}")]
    public static partial void MarketFinished(ILogger logger, string marketTime);

    [LoggerMessage(4, LogLevel.Error, "The market stopped")]
    public static partial void MarketFailed(ILogger logger, Exception failure);

    [LoggerMessage(5, LogLevel.Debug, "A connection on {Feed} broke: {Failure}")]
    public static partial void ConnectionBroke(ILogger logger, string feed, string failure);
}
