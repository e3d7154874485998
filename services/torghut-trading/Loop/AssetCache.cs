using Torghut.Trading.Execution;

namespace Torghut.Trading.Loop;

/// <summary>
/// What the broker says of symbols. What can be traded is remembered for an hour, with whether it is lent and whether parts of a share can be ordered; what
/// cannot be traded is asked about again within seconds, because halts, corporate actions and hiccups pass.
/// </summary>
internal sealed class AssetCache(IBroker broker, TimeProvider time)
{
    /// <summary>After so many failures in one reading the broker is away rather than an asset odd: it is not waited for again for each of the others.</summary>
    private const int MaxFailures = 3;

    private static readonly TimeSpan YesMemory = TimeSpan.FromHours(1);
    private static readonly TimeSpan NoMemory = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (BrokerAsset Asset, long At)> _assets = new(StringComparer.Ordinal);

    /// <summary>
    /// One for each symbol; one that the broker does not know, or of which it says nothing that can be understood, is not tradable. Neither is one that it does
    /// not answer about and that was never asked about before: that keeps entries back and no exit.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, BrokerAsset>> ReadAsync(IEnumerable<string> symbols, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, BrokerAsset>(StringComparer.Ordinal);
        var failures = 0;
        foreach (var symbol in symbols)
        {
            if (!_assets.TryGetValue(symbol, out var known) || time.GetElapsedTime(known.At) > MemoryOf(known.Asset))
            {
                if (failures < MaxFailures)
                {
                    var (asset, isAway) = await AskAsync(symbol, known.Asset, cancellationToken);
                    failures += isAway ? 1 : 0;
                    _assets[symbol] = known = (asset, time.GetTimestamp());
                }
                else
                {
                    known.Asset ??= Untradable(symbol);
                }
            }

            found.Add(symbol, known.Asset);
        }

        return found;
    }

    /// <summary>What is to be believed of a symbol now, and whether the broker did not answer.</summary>
    private async Task<(BrokerAsset Asset, bool IsAway)> AskAsync(string symbol, BrokerAsset? known, CancellationToken cancellationToken)
    {
        try
        {
            return (await broker.FindAssetAsync(symbol, cancellationToken) ?? Untradable(symbol), false);
        }
        catch (BrokerItemException odd)
        {
            return ((known ?? Untradable(symbol)) with { Unread = odd.Item with { Symbol = symbol } }, false);
        }
        catch (BrokerException failure)
        {
            return (known ?? Untradable(symbol), failure.IsTransient);
        }
    }

    /// <summary>Whole shares are what every broker takes.</summary>
    private static BrokerAsset Untradable(string symbol) => new(symbol, false, false, false);

    private static TimeSpan MemoryOf(BrokerAsset asset) => asset is { Tradable: true, Unread: null } ? YesMemory : NoMemory;
}
