using Torghut.Alpaca.Trading;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Safety;

/// <summary>
/// What the broker said and nobody understood: kept as it came, counted, alerted, and in the way of entries as an external order is, until it is understood,
/// gone or acknowledged. Nothing else waits for it, and of an asset only its own symbol's entries.
/// </summary>
internal sealed class UnreadItems(
    UnreadItemStore store, EntryBlocks blocks, SwitchOptions switches, TradingMetrics metrics, ILogger<UnreadItems> logger)
    : IDisposable
{
    /// <summary>Items remembered at once; of more than that only the count is kept.</summary>
    private const int MaxKept = 1_000;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Items that are there, and whether somebody has acknowledged them.</summary>
    private Dictionary<(string Kind, string Key), bool>? _here;
    private int _waiting;

    /// <summary>Items that wait for somebody and keep entries back.</summary>
    public int Count => Volatile.Read(ref _waiting);

    /// <summary>Takes over what a reading did not understand.</summary>
    /// <param name="kind">One of <see cref="UnreadKinds"/>.</param>
    /// <param name="items">What was not understood.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SawAsync(string kind, IReadOnlyList<UnreadItem> items, CancellationToken cancellationToken) =>
        items.Count == 0 ? Task.CompletedTask : InTurnAsync(here => KeepAsync(here, kind, items, cancellationToken), cancellationToken);

    /// <summary>Takes over a reading of everything of a kind: what is not in it any more has been understood or has gone.</summary>
    /// <param name="kind">One of <see cref="UnreadKinds"/>.</param>
    /// <param name="items">What was not understood.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SawAllAsync(string kind, IReadOnlyList<UnreadItem> items, CancellationToken cancellationToken) => InTurnAsync(
        async here =>
        {
            await KeepAsync(here, kind, items, cancellationToken);
            var still = items.Select(item => KeyOf(kind, item)).ToHashSet(StringComparer.Ordinal);
            var gone = here.Keys.Where(entry => entry.Kind == kind && !still.Contains(entry.Key)).Select(entry => entry.Key).ToList();
            await ResolveAsync(here, kind, gone, cancellationToken);
        },
        cancellationToken);

    /// <summary>Some of what was not understood before has been understood.</summary>
    public Task UnderstoodAsync(string kind, IEnumerable<string> keys, CancellationToken cancellationToken) => InTurnAsync(
        here => here.Count == 0 ? Task.CompletedTask : ResolveAsync(here, kind, [.. keys.Where(key => here.ContainsKey((kind, key)))], cancellationToken),
        cancellationToken);

    /// <summary>A person takes note of an item; returns how many that concerned.</summary>
    /// <param name="key">The broker's id, the symbol of a position, or the digest that was logged.</param>
    public async Task<int> AcknowledgeAsync(string key, string reason, string actor, CancellationToken cancellationToken)
    {
        var count = 0;
        await InTurnAsync(
            async here =>
            {
                count = await store.AcknowledgeAsync(switches.AccountLabel, key, reason, actor, cancellationToken);
                foreach (var entry in here.Keys.Where(entry => entry.Key == key).ToList())
                {
                    here[entry] = true;
                }
            },
            cancellationToken);
        return count;
    }

    /// <summary>What is there is read again: another instance may have kept, resolved or acknowledged some.</summary>
    public void Forget() => Volatile.Write(ref _here, null);

    public void Dispose() => _turn.Dispose();

    private static string KeyOf(string kind, UnreadItem item) =>
        (kind == UnreadKinds.Position ? item.Symbol : item.Id) is { Length: > 0 and <= 128 } name && !name.Any(char.IsControl) ? name : Digest.Of(item.RawJson);

    private async Task KeepAsync(
        Dictionary<(string Kind, string Key), bool> here, string kind, IReadOnlyList<UnreadItem> items, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            var key = KeyOf(kind, item);
            if (here.ContainsKey((kind, key)))
            {
                continue;
            }

            metrics.UnreadItem(kind);
            if (here.Count >= MaxKept)
            {
                continue;
            }

            // One that another instance has kept meanwhile is here nevertheless, so that it goes when it is understood.
            var kept = await store.KeepAsync(switches.AccountLabel, kind, key, item, cancellationToken);
            here.Add((kind, key), kept.IsAcknowledged);
            if (!kept.IsNew)
            {
                continue;
            }

            if (kind != UnreadKinds.Asset)
            {
                blocks.ExternalOrderSeen();
            }

            TradingLog.UnreadItem(logger, kind, key, item.Reason);
        }
    }

    private async Task ResolveAsync(
        Dictionary<(string Kind, string Key), bool> here, string kind, List<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return;
        }

        await store.ResolveAsync(switches.AccountLabel, kind, keys, cancellationToken);
        foreach (var key in keys)
        {
            here.Remove((kind, key));
        }
    }

    private async Task InTurnAsync(Func<Dictionary<(string Kind, string Key), bool>, Task> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var here = _here ??= await store.HereAsync(switches.AccountLabel, MaxKept, cancellationToken);
            await work(here);
            Volatile.Write(ref _waiting, here.Count(entry => !entry.Value && entry.Key.Kind != UnreadKinds.Asset));
        }
        finally
        {
            _turn.Release();
        }
    }
}
