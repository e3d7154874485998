using Torghut.Trading.Checkpoints;
using Torghut.Trading.Execution;
using Torghut.Trading.Simulation;

namespace Torghut.Trading.Backtest;

/// <summary>How orders of a simulated account are filled. Named and versioned: a change of behaviour is a new version.</summary>
internal interface IFillModel : ICheckpointed
{
    FillKind Kind { get; }

    string Version { get; }

    /// <summary>An order was sent.</summary>
    void Submitted(SimulatedAccount account, BrokerOrder order, DateTimeOffset now);

    /// <summary>A recorded quote or trade, in the order of time, before the step that is at or after it.</summary>
    void OnTick(SimulatedAccount account, in MarketTick tick, bool isOpen);

    /// <summary>Every tick and bar up to an instant is known.</summary>
    void OnStep(SimulatedAccount account, DateTimeOffset now, bool isOpen);
}
