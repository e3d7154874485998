namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>Rows a source will give in all; null when it never ends.</summary>
internal sealed record TickTotals(long Trades, long Quotes);

/// <summary>A stream of ticks in the order in which the market reports them.</summary>
internal interface ITickSource : IDisposable
{
    /// <summary><c>synthetic</c> or <c>lean</c>.</summary>
    string Name { get; }

    IReadOnlyList<SymbolInfo> Symbols { get; }

    /// <summary>When the first event happens, nanoseconds since the epoch.</summary>
    long StartTime { get; }

    /// <summary>Known once counted; an endless source has none.</summary>
    TickTotals? Totals { get; }

    /// <summary>Gives the next tick, and the time at which the market reports it (later than its own time for a late trade).</summary>
    bool TryRead(out Tick tick, out long reportedAt);
}
