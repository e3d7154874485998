namespace Torghut.Trading.Leasing;

/// <summary>Whether this instance may trade right now.</summary>
internal interface ILeaseState
{
    /// <summary>The lease while it is safely ours by monotonic time; null otherwise.</summary>
    Lease? Current { get; }
}
