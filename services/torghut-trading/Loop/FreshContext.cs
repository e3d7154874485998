namespace Torghut.Trading.Loop;

/// <summary>The context of one tick: read when it is first needed, and again whenever what was read has become too old to let an order leave on it.</summary>
internal sealed class FreshContext(TickContexts contexts, TickStart start, IReadOnlyCollection<string> symbols)
{
    private TickContext? _current;

    /// <summary>What the tick began with.</summary>
    public TickStart Start => start;

    /// <summary>Whether the context was fresh when it had been read.</summary>
    public bool WasFresh { get; private set; } = true;

    /// <summary>A context on which a decision may be made now.</summary>
    public async Task<TickContext> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_current is { } known && contexts.IsFresh(known))
        {
            return known;
        }

        _current = await contexts.LoadAsync(start, symbols, again: _current is not null, cancellationToken);
        WasFresh = contexts.IsFresh(_current);
        return _current;
    }
}
