namespace Torghut.Common.Drills;

/// <summary>What a crash point does.</summary>
public enum FailpointAction
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGSTOP: the process stands still until somebody continues it.</summary>
    Stop,

    /// <summary>A failure that the other side might cause; the service says which.</summary>
    Throw,

    /// <summary>One second passes.</summary>
    Delay,

    /// <summary>Whoever comes to the point never gets past it, as in a client's call that does not return.</summary>
    Hang,
}
