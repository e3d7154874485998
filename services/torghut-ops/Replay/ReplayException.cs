namespace Torghut.Ops.Replay;

/// <summary>A replay that stops where it is; its message says what to do.</summary>
internal sealed class ReplayException(string message) : Exception(message);
