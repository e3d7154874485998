using Microsoft.Extensions.Logging;

namespace Torghut.Sandbox.ClickHouse;

/// <summary>Everything this part logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "ClickHouse {Version} listens on {Address}, data in {Directory}")]
    public static partial void Started(ILogger logger, string version, Uri address, string directory);

    [LoggerMessage(2, LogLevel.Information, "ClickHouse has stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(3, LogLevel.Debug, "Query refused with {Code}: {Message}")]
    public static partial void Refused(ILogger logger, int code, string message);

    [LoggerMessage(4, LogLevel.Debug, "A client went away before its answer was written")]
    public static partial void ClientGone(ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "A query whose client went away could not be killed: {Message}")]
    public static partial void NotKilled(ILogger logger, string message);
}
