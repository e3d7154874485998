namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>Rows from new to old.</summary>
/// <param name="Account">Whose; null when nothing is on record.</param>
/// <param name="Next">What <c>cursor</c> has to be for the page after this one; null on the last.</param>
internal sealed record HistoryPage<T>(string? Account, IReadOnlyList<T> Items, string? Next);
