namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>Realised profit over a range.</summary>
/// <param name="Lines">By strategy and symbol.</param>
internal sealed record ProfitReport(IReadOnlyList<ProfitLine> Lines)
{
    /// <summary>USD.</summary>
    public decimal Realised => Amounts.Plain(Lines.Sum(line => line.Realised));

    /// <summary>Shares that were closed.</summary>
    public decimal ClosedQty => Amounts.Plain(Lines.Sum(line => line.ClosedQty));

    /// <summary>Orders that closed something.</summary>
    public int Closings => Lines.Sum(line => line.Closings);

    /// <summary>Part of the closed shares that orders with a profit closed; null when nothing was closed.</summary>
    public decimal? WinRate => ClosedQty == 0 ? null : Lines.Sum(line => line.WinningQty) / ClosedQty;

    public IReadOnlyList<ProfitAnomaly> Anomalies => [.. Lines.SelectMany(line => line.Anomalies).OrderBy(anomaly => anomaly.At)];
}
