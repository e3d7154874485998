namespace Torghut.Ws.Universe;

/// <summary>Cuts a list of symbols to this forwarder's share: allowed, sharded, without repetitions, sorted.</summary>
internal sealed class SymbolFilter(UniverseOptions options)
{
    private const uint FnvOffset = 2_166_136_261;
    private const uint FnvPrime = 16_777_619;

    public IReadOnlyList<string> Apply(IEnumerable<string> symbols) =>
        [.. symbols.Where(IsMine).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private bool IsMine(string symbol) =>
        (options.Allowlist.Count == 0 || options.Allowlist.Contains(symbol, StringComparer.Ordinal))
        && ShardOf(symbol, options.ShardCount) == options.ShardIndex;

    /// <summary>FNV-1a, because every forwarder must agree on it whatever its process or version.</summary>
    public static int ShardOf(string symbol, int count)
    {
        var hash = FnvOffset;
        foreach (var character in symbol)
        {
            hash = unchecked((hash ^ character) * FnvPrime);
        }

        return (int)(hash % (uint)count);
    }
}
