using Microsoft.Extensions.Logging;

namespace Torghut.Sandbox.Registry;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Schema registry listens on {Address}, data in {DataDirectory}")]
    public static partial void Started(ILogger logger, Uri address, string dataDirectory);

    [LoggerMessage(2, LogLevel.Information, "Schema registry stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception error);
}
