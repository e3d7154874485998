using System.Text.Json;
using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.Lists;

namespace Torghut.Ops.Tests.TradingHistory;

/// <summary>Decisions as the stores would have them.</summary>
internal static class Decisions
{
    public static readonly DateTimeOffset At = new(2026, 8, 3, 13, 31, 2, TimeSpan.Zero);

    public static DecisionItem Item(string status = "filled", string? statusReason = null, params string[] reasons) => new(
        new Guid("0198a000-0000-7000-8000-000000000001"), At, At, "trend", "AAPL", "buy", 10, 100.5m, status, statusReason, reasons,
        DecisionStatuses.OutcomeOf(status, reasons), At.AddSeconds(-1));

    public static DecisionEvidence Evidence(DecisionItem item) => new()
    {
        Item = item,
        Account = "paper",
        Hash = "hash-of-it",
        StrategyVersion = "3",
        Plugin = "rules 1.0",
        ParameterHash = "p",
        FeatureHash = "f",
        Timeframe = "1s",
        SignalSeq = item.SignalEventTs.AddSeconds(-1).ToUnixTimeSeconds(),
        SignalIngestTs = At,
        Rationale = ["macd_cross_up"],
        Features = Json("""{"rsi14":31.5,"macd":null}"""),
        Risk = Json("""{"approved":true,"advisory":"not_asked","market":{"price":"100.5"}}"""),
        RiskAt = At,
    };

    public static ExecutionItem Order(decimal filled = 10, string status = "filled") => new(
        new Guid("0198a000-0000-7000-8000-000000000002"), At, At, Item().Id, "trend", "AAPL", "buy", "limit", "day", 10, 100.5m, status, filled, 100.4m, At,
        "alpaca", false, "order-1", "hash-of-it");

    public static DerivedEvidence Derived() => new(
        null, new DerivedRow("torghut.ta.bars.1s.v1", 1, 77, "torghut.trades.v1", 2, 1000, 1009, [new StepFact("c", "100.5", "USD a share")]),
        new DerivedRow("torghut.ta.signals.v1", 1, 78, "torghut.trades.v1", 2, 1000, 1009, []));

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
