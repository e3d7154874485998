using Torghut.Trading.Simulation;

namespace Torghut.Trading.Backtest;

/// <summary>Sees what happens to one account of a run.</summary>
internal interface IBacktestObserver
{
    void OnDecision(JudgedDecision decision);

    /// <param name="fees">USD.</param>
    void OnFill(in SimulatedFill fill, FeeCharge fees);

    /// <summary>An instant is worked off.</summary>
    void OnStep(DateTimeOffset now, BacktestAccount account);
}
