using Torghut.Trading.Risk;

namespace Torghut.Trading.Safety;

/// <summary>What the latches allow right now.</summary>
internal interface ILatchState
{
    /// <summary>Whether no order at all may leave.</summary>
    bool EmergencyStop { get; }

    TradingState State { get; }
}
