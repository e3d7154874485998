using Microsoft.Extensions.Logging;

namespace Torghut.Sandbox.Postgres;

/// <summary>Everything this part logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Making a PostgreSQL cluster in {Directory}")]
    public static partial void Creating(ILogger logger, string directory);

    [LoggerMessage(2, LogLevel.Information, "PostgreSQL answers on {Host}:{Port}")]
    public static partial void Started(ILogger logger, string? host, int port);

    [LoggerMessage(3, LogLevel.Information, "PostgreSQL has stopped with {ExitCode}")]
    public static partial void Stopped(ILogger logger, int exitCode);

    [LoggerMessage(4, LogLevel.Warning, "Removed the lock of process {ProcessId}, which did not stop cleanly; PostgreSQL will recover")]
    public static partial void LockRemoved(ILogger logger, int processId);

    [LoggerMessage(5, LogLevel.Debug, "{Line}")]
    public static partial void ServerSaid(ILogger logger, string line);
}
