namespace Torghut.Trading.Safety;

/// <summary>The latches of every instance's account, where every instance finds them.</summary>
internal interface ILatchStore
{
    /// <summary>Every latch that was ever engaged, as it stands.</summary>
    Task<IReadOnlyList<LatchRow>> LoadAsync(string accountLabel, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a call once, with its audit row: it engages the latch if that is not engaged; otherwise the latch keeps its time and reason, and a reason that is
    /// new is added to the audit. Returns whether the call had been stored before, in which case nothing is changed, whatever became of the latch since.
    /// </summary>
    Task<bool> EngageAsync(string accountLabel, string latch, LatchCall call, CancellationToken cancellationToken);

    /// <summary>Releases a latch; returns whether it was engaged.</summary>
    Task<bool> ReleaseAsync(string accountLabel, string latch, string reason, string actor, CancellationToken cancellationToken);
}
