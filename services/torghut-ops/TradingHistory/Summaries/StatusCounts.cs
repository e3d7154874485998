namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>How many decisions there are, by their state.</summary>
internal sealed record StatusCounts(long Total, IReadOnlyDictionary<string, long> ByStatus)
{
    public static StatusCounts Of(IEnumerable<(string Status, long Count)> counts)
    {
        var byStatus = new SortedDictionary<string, long>(counts.ToDictionary(pair => pair.Status, pair => pair.Count), StringComparer.Ordinal);
        return new StatusCounts(byStatus.Values.Sum(), byStatus);
    }
}
