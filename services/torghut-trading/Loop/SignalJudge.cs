using Torghut.Trading.Catalogue;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Loop;

/// <summary>Lets through what decisions may be made on.</summary>
internal sealed class SignalJudge(CurrentCatalogue catalogue, SignalOptions signals, RiskOptions risk, TradingMetrics metrics, ILogger<SignalJudge> logger)
{
    /// <summary>Rows fit for decisions, late ones first; null when the batch is out of order and the cursor must be held.</summary>
    public IReadOnlyList<SignalRow>? Judge(SignalBatch batch, SignalPosition? cursor, MarketClock clock)
    {
        var required = StrategyEvaluator.Required(catalogue.Current);
        var limits = signals.Quality(risk.MaxSignalAge);
        var late = FeatureQualityGate.Evaluate(batch.Late, null, required, clock.Now, limits);
        var forward = FeatureQualityGate.Evaluate(batch.Forward, cursor, required, clock.Now, limits);
        foreach (var report in new[] { late, forward })
        {
            if (report.BatchReason is { } reason)
            {
                metrics.BatchOutOfOrder();
                metrics.QualityReject(reason);
                TradingLog.BatchOutOfOrder(logger, cursor?.ToString() ?? "the start");
                return null;
            }

            foreach (var (symbol, reasons) in report.Rejected)
            {
                foreach (var code in reasons)
                {
                    metrics.QualityReject(code);
                }

                TradingLog.FeatureQuality(logger, symbol, string.Join(',', reasons));
            }
        }

        return [.. late.Fit, .. forward.Fit];
    }
}
