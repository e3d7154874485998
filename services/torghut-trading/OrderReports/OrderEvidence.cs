using System.Globalization;
using Torghut.Trading.Orders;

namespace Torghut.Trading.OrderReports;

/// <summary>
/// What is to be believed of an order after one more report. Reports are joined, so that nothing depends on their order. What the broker itself answers when
/// it is asked is more than a record of the stream, which may be forged or may have been corrected since: said twice alike, and not at once, it replaces what
/// is stored.
/// </summary>
/// <param name="View">What is believed.</param>
/// <param name="IsSettled">Whether the order has ended and the broker, asked, said so.</param>
/// <param name="Replaced">Whether the broker's word took the place of what was stored.</param>
/// <param name="Contradiction">What the broker said instead, once; null when it agrees or was not asked.</param>
/// <param name="ContradictedSince">Since when it has said so.</param>
internal sealed record OrderEvidence(
    BrokerOrderView View, bool IsSettled, bool Replaced = false, string? Contradiction = null, DateTimeOffset? ContradictedSince = null)
{
    /// <param name="known">The row.</param>
    /// <param name="said">The report's view.</param>
    /// <param name="isAnswer">Whether the broker was asked just now; otherwise the report may be old, or not the broker's at all.</param>
    /// <param name="now">Machine time.</param>
    /// <param name="grace">How long an answer may lag behind the stream.</param>
    public static OrderEvidence Of(ExecutionRow known, BrokerOrderView said, bool isAnswer, DateTimeOffset now, TimeSpan grace)
    {
        var before = known.View;
        if (!isAnswer)
        {
            var joined = before.Merge(said);
            return joined == before
                ? new OrderEvidence(joined, known.IsSettled, false, known.Contradiction, known.ContradictedSince)
                : new OrderEvidence(joined, IsSettled: false);
        }

        // The answer knows of every correction that we know of.
        var answer = said with { CorrectedAt = before.CorrectedAt };
        var merged = before.Merge(answer);
        if (merged.AgreesWith(answer))
        {
            return new OrderEvidence(merged, BrokerStatus.IsTerminal(merged.Status));
        }

        var contradiction = string.Create(CultureInfo.InvariantCulture, $"{BrokerStatus.Rank(answer.Status)} {answer.FilledQty} {answer.FilledAvgPrice}");
        return known.Contradiction != contradiction || known.ContradictedSince is not { } since
            ? new OrderEvidence(before, false, false, contradiction, now)
            : now - since < grace ? new OrderEvidence(before, false, false, contradiction, since)
            : new OrderEvidence(answer, BrokerStatus.IsTerminal(answer.Status), Replaced: true);
    }
}
