namespace Torghut.Sandbox.Alpaca;

/// <summary>Where the simulator's market data comes from.</summary>
public enum TickSourceKind
{
    /// <summary>Generated from the seed of the options.</summary>
    Synthetic,

    /// <summary>Recorded ticks in LEAN's zip format.</summary>
    Lean,
}
