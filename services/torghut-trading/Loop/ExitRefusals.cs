using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Loop;

/// <summary>What the broker made of earlier attempts to close a position.</summary>
internal sealed class ExitRefusals(IOrderQueries queries)
{
    private const string SharesHeld = "insufficient_qty";
    private const int Looked = 4;

    /// <summary>How often the broker refused the same in a row; null when the newest attempt was not refused, or when it was the first for shares
    /// that are free by now.</summary>
    /// <param name="row">The decision.</param>
    /// <param name="order">Its order.</param>
    /// <param name="available">Shares of the position that no open order holds; null when the broker does not say.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<RefusalHistory?> OfAsync(DecisionRow row, PlannedOrder order, decimal? available, CancellationToken cancellationToken)
    {
        if (row.OpensExposure)
        {
            return null;
        }

        return Of(await queries.SentExitsAsync(row, Looked, cancellationToken), order.Qty, available);
    }

    /// <summary>The same of what was sent before.</summary>
    /// <param name="sent">Earlier attempts for the same symbol and side, newest first.</param>
    /// <param name="qty">Shares of the order that is to leave.</param>
    /// <param name="available">As above.</param>
    public static RefusalHistory? Of(IReadOnlyList<SentExit> sent, decimal qty, decimal? available)
    {
        var refused = OrderState.BrokerRejected.Name();
        if (sent.Count == 0 || sent[0].Status != refused)
        {
            return null;
        }

        var times = sent.TakeWhile(exit => exit.Status == refused && exit.Code == sent[0].Code).Count();

        // A broker that goes on to refuse what it says is free would be asked again for every signal.
        return sent[0].Code == SharesHeld && available >= qty && times == 1 ? null : new RefusalHistory(sent[0].Code, times, sent[0].Since);
    }
}
