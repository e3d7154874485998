using Torghut.Trading.Execution;

namespace Torghut.Trading.Safety;

/// <summary>
/// Order requests that may still reach the broker's book: those without an answer, and those whose answer was lost a short while ago. A stop that
/// has seen the book empty has not seen them.
/// </summary>
internal sealed class InFlightOrders(BrokerOptions options, TimeProvider time)
{
    private int _underWay;
    private long _lostAt;

    /// <summary>Whether an order may yet appear at the broker without another request of ours.</summary>
    public bool MayStillArrive
    {
        get
        {
            if (Volatile.Read(ref _underWay) > 0)
            {
                return true;
            }

            var lost = Volatile.Read(ref _lostAt);
            return lost != 0 && time.GetElapsedTime(lost) < options.UnknownGrace;
        }
    }

    /// <summary>Must be called before the last look at the latches, so that a stop sees either the latch obeyed or the request under way.</summary>
    public void Leaving() => Interlocked.Increment(ref _underWay);

    /// <param name="lost">Whether the request left without an outcome that could be read.</param>
    public void Ended(bool lost)
    {
        if (lost)
        {
            Volatile.Write(ref _lostAt, Math.Max(1, time.GetTimestamp()));
        }

        Interlocked.Decrement(ref _underWay);
    }
}
