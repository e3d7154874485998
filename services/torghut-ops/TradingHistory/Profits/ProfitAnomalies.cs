namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>Codes of <see cref="ProfitAnomaly"/>; clients know them, so they are only added to.</summary>
internal static class ProfitAnomalies
{
    /// <summary>More was sold than was held, by a strategy that may not be short.</summary>
    public const string SellBeyondPosition = "sell_beyond_position";

    /// <summary>No decision stands behind the order: somebody else sent it.</summary>
    public const string ExternalFill = "external_fill";

    /// <summary>The broker named no price, so the fill is not counted.</summary>
    public const string MissingPrice = "missing_price";

    /// <summary>Neither a purchase nor a sale, so the fill is not counted.</summary>
    public const string UnknownSide = "unknown_side";

    /// <summary>A quantity or price that no market has, so the fill is not counted.</summary>
    public const string Implausible = "implausible_fill";

    /// <summary>Fills before the range were not counted, so that the position which it begins with is another than the broker's.</summary>
    public const string UncountedBefore = "uncounted_before";

    /// <summary>The position is made of more orders than are read: the shares of the oldest count at the price of the first that was read.</summary>
    public const string EstimatedCost = "estimated_cost";
}
