using Torghut.Common.Configuration;

namespace Torghut.Trading.Leasing;

/// <summary>What is leased, and for how long.</summary>
internal sealed class LeaseOptions
{
    [ConfigurationKey("TRADING_LEASE_TTL_MS", "How long the lease holds without renewal; the longest wait of a successor after a crash.", Min = 1_000,
        Max = 300_000)]
    public TimeSpan Ttl { get; set; } = TimeSpan.FromSeconds(6);

    [ConfigurationKey("TRADING_LEASE_NAME", "What is leased; instances with the same name never trade at the same time.")]
    public string Name { get; set; } = "trading-loop";
}
