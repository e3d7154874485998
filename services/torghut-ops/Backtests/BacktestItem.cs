namespace Torghut.Ops.Backtests;

/// <summary>A report of a backtest that somebody put forward as evidence.</summary>
/// <param name="Account">Whose promotion it is to be evidence for.</param>
/// <param name="Sha256">Of the report's bytes.</param>
/// <param name="CatalogueDigest">Of the strategies and parameters that were run.</param>
/// <param name="DataDigest">Of the ticks that they were run on.</param>
/// <param name="Periods">Sessions.</param>
/// <param name="Trials">Trials of the family so far, by whose number the ratio is deflated.</param>
/// <param name="Insufficient">Why there is no ratio; null when there is one.</param>
/// <param name="DeflatedSharpe">Probability that the true ratio is above 0, given the trials.</param>
/// <param name="Bytes">Size of the report.</param>
internal sealed record BacktestItem(
    string Account, string Sha256, string CatalogueDigest, string DataDigest, int Periods, int Trials, string? Insufficient, double? DeflatedSharpe,
    DateTimeOffset RegisteredAt, long Bytes)
{
    /// <summary>Which of those registered at the same moment; it never changes.</summary>
    internal Guid Place { get; init; }
}
