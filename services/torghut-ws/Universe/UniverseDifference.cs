namespace Torghut.Ws.Universe;

/// <summary>What has to be said on the socket to go from one list of symbols to another.</summary>
internal sealed record UniverseDifference(IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
{
    public static UniverseDifference Between(IReadOnlyCollection<string> present, IReadOnlyCollection<string> desired)
    {
        var had = present.ToHashSet(StringComparer.Ordinal);
        var wanted = desired.ToHashSet(StringComparer.Ordinal);
        return new(
            [.. wanted.Where(symbol => !had.Contains(symbol)).Order(StringComparer.Ordinal)],
            [.. had.Where(symbol => !wanted.Contains(symbol)).Order(StringComparer.Ordinal)]);
    }
}
