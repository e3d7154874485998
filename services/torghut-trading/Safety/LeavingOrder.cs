using Torghut.Trading.Execution;

namespace Torghut.Trading.Safety;

/// <summary>An order that wants to leave, as far as the gate has to know it.</summary>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Action">Buy or sell, as its decision has it.</param>
/// <param name="OpensExposure">Whether it opens or increases a position.</param>
/// <param name="SignalAt">Event time of its signal.</param>
/// <param name="Clock">Market time.</param>
/// <param name="ContextReadAt">Monotonic time that the positions and orders are of by which its size and risk were decided.</param>
internal sealed record LeavingOrder(
    string Symbol, string Action, bool OpensExposure, DateTimeOffset SignalAt, SessionClock Clock, long ContextReadAt)
{
    /// <summary>What came of the same before; null when the broker did not refuse it, or when the reason is known to be gone.</summary>
    public RefusalHistory? Refusals { get; init; }
}
