namespace Torghut.Sandbox.Pipeline;

/// <summary>How much has passed each stage, at one moment. A figure that could not be read is null, never zero.</summary>
internal sealed record StageCounts
{
    public required DateTimeOffset At { get; init; }

    public MarketProgress? Market { get; init; }

    /// <summary>Records that Kafka acknowledged to the forwarder, by kind.</summary>
    public long? PublishedTrades { get; init; }

    public long? PublishedQuotes { get; init; }

    public long? Microbars { get; init; }

    public long? Signals { get; init; }

    public long? StoredMicrobars { get; init; }

    public long? StoredSignals { get; init; }

    /// <summary>Window end of the newest microbar in ClickHouse.</summary>
    public DateTime? NewestStored { get; init; }

    public DecisionCounts? Decisions { get; init; }

    public decimal? Equity { get; init; }

    /// <summary>The names of what could not be read, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Unreadable { get; init; } = new Dictionary<string, string>();
}

/// <summary>How far the simulator's source has come.</summary>
internal sealed record MarketProgress(string Source, DateTimeOffset? MarketTime, long Trades, long Quotes, long Bars, long? Total, bool Finished);

/// <summary>What the audit database holds.</summary>
internal sealed record DecisionCounts(long Decisions, long Rejected, long Orders, long Filled);
