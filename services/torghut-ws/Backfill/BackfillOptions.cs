using Torghut.Common.Configuration;

namespace Torghut.Ws.Backfill;

/// <summary>Bars from before the start.</summary>
internal sealed class BackfillOptions
{
    [ConfigurationKey("ENABLE_BARS_BACKFILL", "Whether bars from before the start are read over REST and published.")]
    public bool Enabled { get; set; }

    [ConfigurationKey("BARS_BACKFILL_LOOKBACK_MINUTES", "How far back bars are read.", Min = 1, Max = 43_200)]
    public TimeSpan Lookback { get; set; } = TimeSpan.FromHours(2);

    [ConfigurationKey("BARS_BACKFILL_BATCH_SIZE", "Symbols in one request.", Min = 1, Max = 1000)]
    public int BatchSize { get; set; } = 200;

    [ConfigurationKey("BARS_BACKFILL_MAX_ATTEMPTS", "Tries before a backfill is given up.", Min = 1, Max = 100)]
    public int MaxAttempts { get; set; } = 8;
}
