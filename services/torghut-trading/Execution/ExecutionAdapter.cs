namespace Torghut.Trading.Execution;

/// <summary>Adapters that can be chosen.</summary>
internal enum ExecutionAdapter
{
    Alpaca,
    Lean,
    Simulation,
}
