using Torghut.Trading.Risk;

namespace Torghut.Trading.Safety;

/// <summary>Every latch in force at one moment. Never changes, so that it is read without a lock.</summary>
internal sealed class LatchState
{
    private LatchState(IReadOnlyList<EngagedLatch> engaged)
    {
        Engaged = engaged;
        EmergencyStop = Find(Latch.EmergencyStop) is not null;
        Reducing = [.. engaged.Select(latch => latch.Latch).Where(Latch.Reducing.Contains)];
        State = EmergencyStop ? TradingState.Halted : Reducing.Count > 0 ? TradingState.Reducing : TradingState.Active;
    }

    public static LatchState Of(IEnumerable<EngagedLatch> engaged) => new([.. engaged]);

    public IReadOnlyList<EngagedLatch> Engaged { get; }

    public bool EmergencyStop { get; }

    /// <summary>Latches in force under which only exits leave.</summary>
    public IReadOnlyList<string> Reducing { get; }

    public TradingState State { get; }

    public EngagedLatch? Find(string latch) => Engaged.FirstOrDefault(engaged => engaged.Latch == latch);

    public LatchState With(EngagedLatch latch) => Of(Engaged.Where(other => other.Latch != latch.Latch).Append(latch));

    public LatchState Without(string latch) => Of(Engaged.Where(other => other.Latch != latch));
}
