namespace Torghut.Trading.OrderReports;

/// <param name="Word">Word in metrics.</param>
/// <param name="Reason">Why the record cannot be applied; null when it was.</param>
internal sealed record TradeUpdateResult(string Word, string? Reason)
{
    public static TradeUpdateResult Refuse(string reason) => new("refused", reason);
}
