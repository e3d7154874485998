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

    /// <summary>How many times as long as it was waited for in vain a broker that does not answer is left alone.</summary>
    private const int RestFactor = 3;

    private static readonly TimeSpan YesMemory = TimeSpan.FromHours(1);
    private static readonly TimeSpan NoMemory = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (BrokerAsset Asset, long At, TimeSpan Memory)> _assets = new(StringComparer.Ordinal);
    private (long At, TimeSpan Memory)? _away;

    /// <summary>
    /// One for each symbol; one that the broker does not know, or of which it says nothing that can be understood, is not tradable. Neither is one that it does
    /// not answer about and that was never asked about before: that keeps entries back and no exit, of parts of a share either.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, BrokerAsset>> ReadAsync(IEnumerable<string> symbols, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, BrokerAsset>(StringComparer.Ordinal);
        var failures = _away is { } away && time.GetElapsedTime(away.At) < away.Memory ? MaxFailures : 0;
        var began = time.GetTimestamp();
        foreach (var symbol in symbols)
        {
            if (!_assets.TryGetValue(symbol, out var known) || time.GetElapsedTime(known.At) > known.Memory)
            {
                if (failures < MaxFailures)
                {
                    var asked = time.GetTimestamp();
                    var (asset, isAway) = await AskAsync(symbol, known.Asset, cancellationToken);
                    _assets[symbol] = known = (asset, time.GetTimestamp(), isAway && !asset.Tradable ? RestSince(asked) : MemoryOf(asset));
                    if (isAway && ++failures == MaxFailures)
                    {
                        _away = (time.GetTimestamp(), RestSince(began));
                    }
                }
                else
                {
                    known.Asset ??= Unanswered(symbol);
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
            return ((known ?? Unanswered(symbol)) with { Unread = odd.Item with { Symbol = symbol } }, false);
        }
        catch (BrokerException failure)
        {
            return (known ?? Unanswered(symbol), failure.IsTransient);
        }
    }

    /// <summary>Whole shares are what every broker takes.</summary>
    private static BrokerAsset Untradable(string symbol) => new(symbol, false, false, false);

    /// <summary>No exit is rounded for want of an answer: whoever holds a part of a share has been sold one.</summary>
    private static BrokerAsset Unanswered(string symbol) => new(symbol, false, false);

    /// <summary>Seconds after an answer that came at once and was a failure, longer after a time-out: not every decision waits for the next one.</summary>
    private TimeSpan RestSince(long began)
    {
        var rest = RestFactor * time.GetElapsedTime(began);
        return rest > NoMemory ? rest : NoMemory;
    }

    private static TimeSpan MemoryOf(BrokerAsset asset) => asset is { Tradable: true, Unread: null } ? YesMemory : NoMemory;
}
