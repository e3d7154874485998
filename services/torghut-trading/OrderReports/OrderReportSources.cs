namespace Torghut.Trading.OrderReports;

/// <summary>Where a report comes from; persisted.</summary>
internal static class OrderReportSources
{
    public const string Submit = "submit";
    public const string Lookup = "lookup";
    public const string Reconcile = "reconcile";
    public const string TradeUpdates = "trade_updates";

    /// <summary>That the broker, asked, did not know the order.</summary>
    public const string Vanished = "vanished";
}
