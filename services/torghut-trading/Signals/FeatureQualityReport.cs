namespace Torghut.Trading.Signals;

/// <summary>Verdict over one batch.</summary>
/// <param name="Rows">The batch in order, without repeated rows.</param>
/// <param name="BatchReason">Why the whole batch is refused and the cursor held; null when it is not.</param>
/// <param name="Rejected">Symbols whose rows must not lead to decisions, with every reason.</param>
internal sealed record FeatureQualityReport(
    IReadOnlyList<SignalRow> Rows,
    string? BatchReason,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Rejected)
{
    /// <summary>Rows that decisions may be made on.</summary>
    public IReadOnlyList<SignalRow> Fit => BatchReason is null && Rejected.Count == 0 ? Rows : [.. Rows.Where(row => Allows(row.Symbol))];

    public bool Allows(string symbol) => BatchReason is null && !Rejected.ContainsKey(symbol);
}
