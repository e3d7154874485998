using Microsoft.Extensions.Logging;

namespace Torghut.Common.Hosting;

/// <summary>Log messages of every service's start and stop; ids 1000 to 1029.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1000, LogLevel.Information, "{Service} {Version} starting with {Settings}", EventName = "starting")]
    public static partial void Starting(ILogger logger, string service, string version, string settings);

    [LoggerMessage(1001, LogLevel.Information, "Listening on {Addresses}", EventName = "listening")]
    public static partial void Listening(ILogger logger, string addresses);

    [LoggerMessage(1002, LogLevel.Information, "{Service} stopped with exit code {ExitCode}", EventName = "stopped")]
    public static partial void Stopped(ILogger logger, string service, int exitCode);

    [LoggerMessage(1003, LogLevel.Critical, "{Service} failed", EventName = "failed")]
    public static partial void Failed(ILogger logger, Exception exception, string service);
}
