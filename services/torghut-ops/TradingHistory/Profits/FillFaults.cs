namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>
/// What keeps a fill from being counted. The sums that trading keeps by day leave out the same ones, by <c>fill_counted</c> of its script 0018 (tested).
/// </summary>
internal static class FillFaults
{
    /// <summary>Null for a fill that counts.</summary>
    public static (string Code, string Text)? Of(Fill fill) => fill switch
    {
        { Price: null } => (ProfitAnomalies.MissingPrice, "The broker named no price; the fill is not counted."),
        { Side: not (Fill.Buy or Fill.Sell) } => (ProfitAnomalies.UnknownSide, $"The side '{fill.Side}' is not known; the fill is not counted."),
        { Qty: <= 0 or > Fill.MaxQty } or { Price: < 0 or > Fill.MaxPrice } =>
            (ProfitAnomalies.Implausible, "A quantity or price beyond what is traded; the fill is not counted."),
        _ => null,
    };
}
