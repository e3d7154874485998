namespace Torghut.Sandbox.Pipeline;

/// <summary>How much has passed each stage, at one moment. A figure that could not be read is null, never zero.</summary>
internal sealed record StageCounts
{
    public required DateTimeOffset At { get; init; }

    public MarketProgress? Market { get; init; }

    /// <summary>Records that the topics got since the start, by kind.</summary>
    public long? PublishedTrades { get; init; }

    public long? PublishedQuotes { get; init; }

    /// <summary>What the forwarder received and did not publish, by reason, over all of its runs.</summary>
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// What was sent and is neither in a topic nor dropped: on its way, or sent while no session stood. Trades of such a time follow from history; quotes do
    /// not. What comes while the stages are looked at one after the other makes it no less than none. Null when the simulator or Kafka does not answer.
    /// </summary>
    public long? Missed => Market?.Trades + Market?.Quotes + FromHistory - PublishedTrades - PublishedQuotes - Dropped.Values.Sum() is { } missed
        ? Math.Max(0, missed)
        : null;

    /// <summary>Trades that the forwarder published from history, over all of its runs.</summary>
    public long Backfilled { get; init; }

    /// <summary>Of these, what no session was ever sent, as what came before the first one.</summary>
    public long FromHistory => Math.Min(Backfilled, Market?.UnsentTrades ?? 0);

    /// <summary>Offsets that torghut-ta has come to in the trades' log, all partitions together.</summary>
    public long? ReadTrades { get; init; }

    /// <summary>Bars that torghut-ta has sent, over all of its runs: what it sent again after a fault counts again.</summary>
    public long? Microbars { get; init; }

    public long? Signals { get; init; }

    /// <summary>Records in the derived topics that ClickHouse has not acknowledged.</summary>
    public long? Unstored { get; init; }

    public long? StoredMicrobars { get; init; }

    public long? StoredSignals { get; init; }

    /// <summary>Window end of the newest microbar in ClickHouse.</summary>
    public DateTime? NewestStored { get; init; }

    public DecisionCounts? Decisions { get; init; }

    public decimal? Equity { get; init; }

    public TradingPosture? Posture { get; init; }

    /// <summary>The names of what could not be read, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Unreadable { get; init; } = new Dictionary<string, string>();
}

/// <summary>What the audit database holds.</summary>
internal sealed record DecisionCounts(long Decisions, long Rejected, long Orders, long Filled);

/// <summary>Records that the forwarder's topics got.</summary>
internal sealed record PublishedCounts(long Trades, long Quotes);
