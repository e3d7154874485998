namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>What a statement does to state that outlives it; the numbers are the engine's.</summary>
internal enum StatementClass
{
    ReadOnly = 0,
    Mutating = 1,
    MutatingGlobal = 2,

    /// <summary>Changes the session (USE, SET), or the server (SYSTEM, KILL).</summary>
    Control = 3,

    /// <summary>Does not parse.</summary>
    Unknown = 4,
}
