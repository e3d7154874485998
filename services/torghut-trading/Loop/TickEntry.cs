namespace Torghut.Trading.Loop;

/// <summary>Whether a tick may go on.</summary>
/// <param name="Start">What it begins with; null when it may not.</param>
/// <param name="Outcome">How it ends, one of <see cref="TickOutcomes"/>; other than ok when it may not go on, or only for exits.</param>
/// <param name="LeaseHeld">Whether this instance has the lease; another one may move the cursor while it has not.</param>
internal sealed record TickEntry(TickStart? Start, string Outcome, bool LeaseHeld)
{
    public static TickEntry Closed(string outcome, bool leaseHeld = true) => new(null, outcome, leaseHeld);
}
