using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Backtest;

/// <summary>What a run is made with, the same settings as the service's.</summary>
internal sealed record BacktestSettings
{
    public required string AccountLabel { get; init; }

    /// <summary>USD.</summary>
    public required decimal Cash { get; init; }

    public required RiskOptions Risk { get; init; }

    public required OrderPolicy Policy { get; init; }

    public required FeatureQualityLimits Quality { get; init; }

    /// <summary>Oldest price that still counts.</summary>
    public required TimeSpan PriceLookback { get; init; }

    /// <summary>Most signals judged at once.</summary>
    public required int BatchSize { get; init; }

    /// <summary>How far back the first read looks, as the service's does when it starts.</summary>
    public TimeSpan SignalLookback { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Market time at which the run begins, as a service that is started then; null for that of the first record.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Symbols that may be traded; null for all that are recorded.</summary>
    public IReadOnlySet<string>? Universe { get; init; }

    /// <summary>From a decision to its order's arrival.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Oldest quote against which an order fills.</summary>
    public TimeSpan StaleQuote { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether the market is open in the exchanges' sessions only, or always.</summary>
    public SimulationHours Hours { get; init; } = SimulationHours.Regular;

    /// <summary>Everything is switched on: nothing of a backtest leaves the process.</summary>
    public static SwitchView Switches { get; } = new(true, TradingMode.Paper, false, false, false, TradingState.Active, false, true, false);
}
