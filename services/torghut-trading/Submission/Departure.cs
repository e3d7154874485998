using Torghut.Trading.Leasing;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>An order on its way out.</summary>
/// <param name="Order">As the gate sees it.</param>
/// <param name="Lease">The lease it was claimed under.</param>
/// <param name="LookedAt">Monotonic time from before the last statement that asked the database for lease and latches: what another instance engaged since is
/// not known here.</param>
internal sealed record Departure(LeavingOrder Order, Lease Lease, long LookedAt)
{
    /// <summary>K1, for a stop that another instance was ordered to make: no request starts later than this after the database was asked.</summary>
    public static readonly TimeSpan LongestSinceLook = TimeSpan.FromMilliseconds(250);
}
