using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Torghut.Common.Hosting;

/// <summary>
/// Ends the process at once with an exit code of its own and a line that says why. Nothing is asked to stop first: what would be asked is what no longer
/// answers,
/// and whatever starts the process again has it go on from what is committed.
/// </summary>
public sealed partial class ProcessEnd(ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<ProcessEnd>();

    /// <summary>How the process ends; tests put something milder here.</summary>
    public Action<int> Exit { get; init; } = ExitNow;

    /// <summary>Does not return.</summary>
    public void Now(int exitCode, string reason)
    {
        HostLog.Ending(_logger, exitCode, reason);

        // The console's logger writes from a queue, which this empties.
        loggers.Dispose();
        Exit(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void ExitNow(int status);
}
