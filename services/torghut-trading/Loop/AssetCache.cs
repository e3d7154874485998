using Torghut.Trading.Execution;

namespace Torghut.Trading.Loop;

/// <summary>
/// What the broker says of symbols. What can be traded is remembered for an hour, with whether it is lent and whether parts of a share can be ordered; what
/// cannot be traded is asked about again within seconds, because halts, corporate actions and hiccups pass.
/// </summary>
internal sealed class AssetCache(IBroker broker, TimeProvider time)
{
    private static readonly TimeSpan YesMemory = TimeSpan.FromHours(1);
    private static readonly TimeSpan NoMemory = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (BrokerAsset Asset, long At)> _assets = new(StringComparer.Ordinal);

    /// <summary>One for each symbol; one that the broker does not know, or of which it says nothing that can be understood, is not tradable.</summary>
    /// <exception cref="BrokerException">The broker cannot be reached, and a symbol was never asked about before.</exception>
    public async Task<IReadOnlyDictionary<string, BrokerAsset>> ReadAsync(IEnumerable<string> symbols, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, BrokerAsset>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            if (!_assets.TryGetValue(symbol, out var known) || time.GetElapsedTime(known.At) > MemoryOf(known.Asset))
            {
                var asset = await AskAsync(symbol, known.Asset, cancellationToken);
                _assets[symbol] = known = (asset, time.GetTimestamp());
            }

            found.Add(symbol, known.Asset);
        }

        return found;
    }

    private async Task<BrokerAsset> AskAsync(string symbol, BrokerAsset? known, CancellationToken cancellationToken)
    {
        try
        {
            return await broker.FindAssetAsync(symbol, cancellationToken) ?? Untradable(symbol);
        }
        catch (BrokerItemException odd)
        {
            return (known ?? Untradable(symbol)) with { Unread = odd.Item with { Symbol = symbol } };
        }
        catch (BrokerException failure) when (known is not null || !failure.IsTransient)
        {
            return known ?? Untradable(symbol);
        }
    }

    /// <summary>Whole shares are what every broker takes.</summary>
    private static BrokerAsset Untradable(string symbol) => new(symbol, false, false, false);

    private static TimeSpan MemoryOf(BrokerAsset asset) => asset is { Tradable: true, Unread: null } ? YesMemory : NoMemory;
}
