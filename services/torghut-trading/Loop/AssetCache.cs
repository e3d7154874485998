using Torghut.Trading.Execution;

namespace Torghut.Trading.Loop;

/// <summary>What the broker says of symbols, remembered for an hour.</summary>
internal sealed class AssetCache(IBroker broker, TimeProvider time)
{
    private static readonly TimeSpan AssetMemory = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (BrokerAsset Asset, long At)> _assets = new(StringComparer.Ordinal);

    /// <summary>One for each symbol; one that the broker does not know is not tradable.</summary>
    public async Task<IReadOnlyDictionary<string, BrokerAsset>> ReadAsync(IEnumerable<string> symbols, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, BrokerAsset>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            if (!_assets.TryGetValue(symbol, out var known) || time.GetElapsedTime(known.At) > AssetMemory)
            {
                var asset = await broker.FindAssetAsync(symbol, cancellationToken) ?? new BrokerAsset(symbol, false, false);
                _assets[symbol] = known = (asset, time.GetTimestamp());
            }

            found.Add(symbol, known.Asset);
        }

        return found;
    }
}
