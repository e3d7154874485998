using Torghut.Common.Configuration;

namespace Torghut.Trading.Loop;

/// <summary>Pace of the loop.</summary>
internal sealed class LoopOptions
{
    [ConfigurationKey("TRADING_POLL_MS", "Time between ticks when there is nothing more to read.", Min = 50, Max = 600_000)]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);
}
