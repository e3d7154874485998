using Torghut.Common.Configuration;

namespace Torghut.Ws.Dedup;

/// <summary>How long messages are remembered.</summary>
internal sealed class DedupOptions
{
    [ConfigurationKey("DEDUP_TTL_SEC", "How long a message is remembered.", Min = 1, Max = 3600)]
    public TimeSpan Ttl { get; set; } = TimeSpan.FromSeconds(5);

    [ConfigurationKey("DEDUP_MAX_ENTRIES", "Most messages remembered; beyond it the oldest are forgotten.", Min = 16, Max = 10_000_000)]
    public int MaxEntries { get; set; } = 10_000;
}
