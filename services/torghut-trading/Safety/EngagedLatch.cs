namespace Torghut.Trading.Safety;

/// <summary>A latch in force.</summary>
/// <param name="Latch">One of <see cref="Safety.Latch.All"/>.</param>
/// <param name="Engagement">The call that engaged it; further ones change neither its time nor its reason.</param>
/// <param name="Unsaved">Calls that Postgres may not know of yet, the oldest first.</param>
internal sealed record EngagedLatch(string Latch, LatchCall Engagement, IReadOnlyList<LatchCall> Unsaved)
{
    private const int MostUnsaved = 32;

    public static EngagedLatch By(string latch, LatchCall call) => new(latch, call, [call]);

    /// <summary>Called once more. Of very many unsaved calls the newest replaces the one before: that the latch was asked for after whatever else happened is
    /// what must not be lost.</summary>
    public EngagedLatch And(LatchCall call) => this with { Unsaved = [.. Unsaved.Take(MostUnsaved - 1), call] };

    public EngagedLatch Saved(LatchCall call) => this with { Unsaved = [.. Unsaved.Where(other => other.Id != call.Id)] };

    /// <summary>What must outlive the process.</summary>
    public IEnumerable<LatchCall> Calls => Unsaved.Where(call => call.Id != Engagement.Id).Prepend(Engagement);
}
