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
}
