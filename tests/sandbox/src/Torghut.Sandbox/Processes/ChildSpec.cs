namespace Torghut.Sandbox.Processes;

/// <summary>How to start one child process.</summary>
/// <param name="Name">Name for people, log file and restarts.</param>
/// <param name="FileName">Executable.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables set beside the inherited ones.</param>
/// <param name="LogFile">Where both its output streams go, appended.</param>
/// <param name="StopGrace">How long it may take to stop before it is killed.</param>
internal sealed record ChildSpec(
    string Name,
    string FileName,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string LogFile,
    TimeSpan StopGrace);
