using Torghut.Trading.Advisory;
using Torghut.Trading.Backtest;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Lean;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Simulation;

namespace Torghut.Trading.Hosting;

/// <summary>Every code that this service's features count by.</summary>
internal static class TradingMetricCodes
{
    public static MetricCodes All { get; } = new()
    {
        TickOutcomes = Loop.TickOutcomes.All,
        NoSignalReasons = Loop.NoSignalReasons.All,
        RowRejectReasons = Signals.RowRejectReasons.All,
        QualityReasons = FeatureQualityReasons.All,
        RiskReasons = [.. Risk.RiskReasons.All.Select(Risk.RiskReasons.Code)],
        PreTradeCodes = Safety.PreTradeCodes.All,
        Latches = Latch.All,
        UnreadKinds = Execution.UnreadKinds.All,
        ReviewOutcomes = [.. Advisory.ReviewOutcomes.All.Select(Advisory.ReviewOutcomes.Code)],
        ReviewVerdicts = [.. Enum.GetValues<ReviewVerdict>().Select(verdict => CanonicalText.Of(verdict))],
        UnrecordedReasons = Advisory.UnrecordedReasons.All,
        GuardReasons = Advisory.GuardReasons.All,
        ParityCauses = ParityDay.Causes,
        PolicyClassifications = Stance.Classifications,
        BrokerAdapters = AlpacaAdapterNames.All,
        BridgeAdapter = LeanContract.Adapter,
        SimulationAdapter = SimulationBroker.Name,
    };
}
