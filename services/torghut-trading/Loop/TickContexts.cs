using Torghut.Trading.Execution;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Loop;

/// <summary>Makes the context of a tick, which renews itself as it ages.</summary>
internal sealed class TickContexts(
    ContextLoader loader, IBroker broker, UnreadItems unread, TickReporter reporter, PreTradeGate gate, TimeProvider time)
{
    /// <param name="start">What the tick began with.</param>
    /// <param name="symbols">Symbols that its decisions are about.</param>
    public FreshContext Open(TickStart start, IReadOnlyCollection<string> symbols) => new(this, start, symbols);

    /// <summary>Whether decisions may still be made on a context.</summary>
    public bool IsFresh(TickContext context) => !gate.IsStale(context.Clock, context.ReadAt);

    /// <param name="start">What the tick began with.</param>
    /// <param name="symbols">Symbols that its decisions are about.</param>
    /// <param name="again">Whether the market's time is asked for again: the session may have ended early.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<TickContext> LoadAsync(TickStart start, IReadOnlyCollection<string> symbols, bool again, CancellationToken cancellationToken)
    {
        var clock = start.Session;
        if (again)
        {
            clock = await SessionClock.ReadAsync(broker, time, cancellationToken);
            reporter.Saw(clock.Read);
        }

        var context = await loader.LoadAsync(clock, start.Universe, symbols, cancellationToken);
        await SawAsync(context.Assets.Values, cancellationToken);
        return context;
    }

    private async Task SawAsync(IEnumerable<BrokerAsset> assets, CancellationToken cancellationToken)
    {
        var odd = assets.ToLookup(asset => asset.Unread is not null);
        await unread.SawAsync(UnreadKinds.Asset, [.. odd[true].Select(asset => asset.Unread!)], cancellationToken);
        await unread.UnderstoodAsync(UnreadKinds.Asset, odd[false].Select(asset => asset.Symbol), cancellationToken);
    }
}
