using Torghut.Common.Configuration;

namespace Torghut.Ws.Backfill;

/// <summary>What the socket did not bring, because it did not stand or did not stand yet.</summary>
internal sealed class BackfillOptions : IValidatableOptions
{
    [ConfigurationKey("ENABLE_BARS_BACKFILL", "Whether bars from before the start and from every later gap are read over REST and published.")]
    public bool Bars { get; set; }

    [ConfigurationKey("BARS_BACKFILL_LOOKBACK_MINUTES", "How far before the start bars are read.", Min = 1, Max = 43_200)]
    public TimeSpan BarsLookback { get; set; } = TimeSpan.FromHours(2);

    [ConfigurationKey("ENABLE_TRADES_BACKFILL", "Whether the trades of every gap, that before the start among them, are read over REST and published.")]
    public bool Trades { get; set; } = true;

    [ConfigurationKey("TRADES_BACKFILL_LOOKBACK_SECONDS", "How far back a gap's trades are read at most; what is older is a declared gap.", Min = 1,
        Max = 86_400)]
    public TimeSpan TradesLookback { get; set; } = TimeSpan.FromMinutes(15);

    [ConfigurationKey("BACKFILL_HOLD_MS", "How long what the socket brings waits for the trades of the gap before it; 0 does not wait.", Min = 0, Max = 60_000)]
    public TimeSpan Hold { get; set; } = TimeSpan.FromSeconds(4);

    [ConfigurationKey("BACKFILL_SETTLE_MS", "How long after a subscription history is read: it trails the stream.", Min = 0, Max = 60_000)]
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(2);

    [ConfigurationKey("BACKFILL_BATCH_SIZE", "Symbols in one request.", Min = 1, Max = 1000)]
    public int BatchSize { get; set; } = 200;

    [ConfigurationKey("BACKFILL_MAX_ATTEMPTS", "Tries before a backfill is given up.", Min = 1, Max = 100)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Whether anything is read at all.</summary>
    public bool Enabled => Bars || Trades;

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (Hold > TimeSpan.Zero && Hold <= Settle)
        {
            yield return new("BACKFILL_HOLD_MS", "0, or more than BACKFILL_SETTLE_MS", $"{Hold.TotalMilliseconds}");
        }
    }
}
