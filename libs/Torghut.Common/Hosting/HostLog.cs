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

    [LoggerMessage(1004, LogLevel.Error, "Request {Method} {Path} failed", EventName = "request_broken")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(1003, LogLevel.Critical, "{Service} failed", EventName = "failed")]
    public static partial void Failed(ILogger logger, Exception exception, string service);

    [LoggerMessage(1004, LogLevel.Critical, "Loop {Loop} failed and is started again in {Seconds} s", EventName = "loop_failed")]
    public static partial void LoopFailed(ILogger logger, Exception exception, string loop, double seconds);

    [LoggerMessage(1005, LogLevel.Critical, "The process ends with exit code {ExitCode}: {Reason}", EventName = "ending")]
    public static partial void Ending(ILogger logger, int exitCode, string reason);

    [LoggerMessage(1006, LogLevel.Error, "A call that does not return was abandoned with its client: {Reason}", EventName = "call_overdue")]
    public static partial void CallOverdue(ILogger logger, string reason);

    [LoggerMessage(1007, LogLevel.Warning, "{Key} is set but is no setting of this program; the nearest one is {Nearest}", EventName = "key_unknown")]
    public static partial void KeyUnknown(ILogger logger, string key, string nearest);
}
