using System.Runtime.InteropServices;

namespace Torghut.Sandbox.Processes;

/// <summary>Unix signals to processes that this one started.</summary>
internal static partial class Signals
{
    public const int Terminate = 15;
    public const int Kill = 9;

    /// <summary>Sends the signal; a process that is gone already is no error.</summary>
    public static void Send(int processId, int signal) => _ = SendSignal(processId, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
