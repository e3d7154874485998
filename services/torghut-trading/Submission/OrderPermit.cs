using Torghut.Alpaca;
using Torghut.Common.Drills;
using Torghut.Trading.Drills;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>
/// Asks the gate for one order at the last moments that there are: before its body is written, and once more before its bytes are handed to the socket. Between
/// the two no more than <see cref="LongestStand"/> may pass, and no more than <see cref="Departure.LongestSinceLook"/> since the database was asked, by
/// monotonic time: a process that stood still has missed what happened meanwhile (<c>docs/adr/0018-last-check.md</c>).
/// </summary>
internal sealed class OrderPermit(PreTradeGate gate, Departure departure, Failpoints failpoints, TimeProvider time) : ISendPermit
{
    /// <summary>Longest time from the last check to the bytes.</summary>
    public static readonly TimeSpan LongestStand = TimeSpan.FromMilliseconds(100);

    private long? _checkedAt;
    private bool _hasLeft;

    /// <summary>Why the order was not let go; null when it was, or when nobody asked.</summary>
    public PreTradeVerdict? Refusal { get; private set; }

    /// <summary>Whether anything of the request was handed to the socket.</summary>
    public bool MayHaveLeft { get; private set; }

    public async ValueTask<bool> MayBeginAsync()
    {
        _checkedAt = time.GetTimestamp();
        if (!IsAllowed())
        {
            return false;
        }

        await failpoints.HitAsync(FailpointNames.LastCheckPassed);
        return true;
    }

    public bool MayLeave()
    {
        if (_hasLeft)
        {
            return true;
        }

        if (!IsAllowed())
        {
            return false;
        }

        // A connection that is being made says hello before there is a request.
        if (_checkedAt is not { } at)
        {
            return true;
        }

        if (time.GetElapsedTime(at) > LongestStand || time.GetElapsedTime(departure.LookedAt) > Departure.LongestSinceLook)
        {
            Refusal = PreTradeVerdict.DecideAnew(PreTradeCodes.StoodStill);
            return false;
        }

        // Nothing stands between the comparison and the operating system but this and the call itself.
        MayHaveLeft = true;
        return true;
    }

    public void HasLeft() => _hasLeft = true;

    private bool IsAllowed()
    {
        var verdict = gate.BeforeRequest(departure.Order, departure.Lease);
        Refusal = verdict.Action == PreTradeAction.Leave ? null : verdict;
        return Refusal is null;
    }
}
