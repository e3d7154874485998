using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Risk;
using Torghut.Trading.Sizing;

namespace Torghut.Trading.Backtest;

/// <summary>A decision with everything that was judged.</summary>
/// <param name="Draft">What was wanted.</param>
/// <param name="Order">The exact order that was judged.</param>
/// <param name="Sizing">How its quantity came about.</param>
/// <param name="Input">What the risk engine looked at.</param>
/// <param name="Verdict">What it said.</param>
internal sealed record JudgedDecision(DecisionDraft Draft, PlannedOrder Order, SizingResult Sizing, RiskInput Input, RiskVerdict Verdict)
{
    /// <summary>Who reviewed it: nobody. A backtest asks no model, and says it as a service does whose reviews are off.</summary>
    private const string ReviewsOff = "off";

    /// <summary>
    /// What live and backtest must have the same, to the byte: what was decided by which strategy on which signal, the verdict with its reasons, and the order.
    /// </summary>
    public JsonMap ToMap() => new()
    {
        ["decision_hash"] = Draft.Hash,
        ["strategy"] = Draft.Strategy.Name,
        ["strategy_version"] = Draft.Strategy.Version,
        ["plugin_type"] = Draft.Strategy.Plugin.Type,
        ["plugin_version"] = Draft.Strategy.Plugin.Version,
        ["parameter_hash"] = Draft.Strategy.Parameters.Hash,
        ["feature_hash"] = Draft.Signal.Features.Hash(),
        ["symbol"] = Draft.Intent.Symbol,
        ["timeframe"] = Draft.Intent.Timeframe,
        ["action"] = Draft.Intent.Action,
        ["event_ts"] = Draft.Intent.EventTs,
        ["seq"] = Draft.Intent.Seq,
        ["rationale"] = Draft.Rationale,
        ["approved"] = Verdict.Approved,
        ["reasons"] = Verdict.Codes,
        ["order"] = Order.ToMap(),
    };

    /// <summary>Why an order was sent, in short.</summary>
    public JsonMap ToExplanation() => new()
    {
        ["decision_hash"] = Draft.Hash,
        ["strategy"] = Draft.Strategy.Name,
        ["symbol"] = Draft.Intent.Symbol,
        ["action"] = Draft.Intent.Action,
        ["event_ts"] = Draft.Intent.EventTs,
        ["rationale"] = Draft.Rationale,
        ["features"] = Draft.Signal.Features.ToMap(),
        ["sizing"] = Sizing.ToMap(),
        ["order"] = Order.ToMap(),
    };

    /// <summary>With all that led to it.</summary>
    public JsonMap ToFullMap()
    {
        var map = ToMap();
        map.Add("market_ts", Draft.MarketTime);
        map.Add("features", Draft.Signal.Features.ToMap());
        map.Add("sizing", Sizing.ToMap());
        map.Add("risk", RiskAudit.ToMap(Input, Verdict, Verdict.Approved ? ReviewsOff : RiskAudit.NotAsked));
        return map;
    }
}
