namespace Torghut.Trading.Execution;

/// <summary>When the simulated market is open.</summary>
internal enum SimulationHours
{
    Regular,
    Always,
}
