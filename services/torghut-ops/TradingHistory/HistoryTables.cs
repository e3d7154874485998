using System.Text.Json;
using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.Lists;
using Torghut.Ops.TradingHistory.NoTrades;
using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.TradingHistory;

/// <summary>The columns of every file; their names are those of the JSON answer.</summary>
internal static class HistoryTables
{
    /// <summary>Between the texts of one cell.</summary>
    private const string Separator = " ";

    public static readonly CsvTable<StrategyItem> Strategies = new(
        ("name", row => row.Name), ("version", row => row.Version), ("pluginType", row => row.PluginType), ("enabled", row => row.Enabled),
        ("universe", row => string.Join(Separator, row.Universe)), ("suspendedAt", row => row.SuspendedAt), ("suspendedReason", row => row.SuspendedReason),
        ("decisions", row => row.Decisions), ("decisionsCapped", row => row.DecisionsCapped), ("lastDecisionAt", row => row.LastDecisionAt));

    public static readonly CsvTable<DayItem> Days = new(
        ("day", row => row.Day), ("zone", row => row.Zone), ("startUtc", row => row.StartUtc), ("endUtc", row => row.EndUtc),
        ("open", row => row.Session.Open), ("close", row => row.Session.Close), ("kind", row => Word(row.Session.Kind)), ("name", row => row.Session.Name),
        ("decisions", row => row.Decisions), ("executions", row => row.Executions), ("fills", row => row.Fills));

    public static readonly CsvTable<DecisionItem> Decisions = new(
        ("id", row => row.Id.ToString()), ("at", row => row.At), ("createdAt", row => row.CreatedAt), ("strategy", row => row.Strategy),
        ("symbol", row => row.Symbol), ("action", row => row.Action), ("qty", row => row.Qty), ("limitPrice", row => row.LimitPrice),
        ("status", row => row.Status), ("statusReason", row => row.StatusReason), ("reasons", row => string.Join(Separator, row.Reasons)),
        ("outcome", row => Word(row.Outcome)), ("signalEventTs", row => row.SignalEventTs));

    public static readonly CsvTable<ExecutionItem> Executions = new(
        ("id", row => row.Id.ToString()), ("at", row => row.At), ("createdAt", row => row.CreatedAt), ("decisionId", row => row.DecisionId?.ToString()),
        ("strategy", row => row.Strategy), ("symbol", row => row.Symbol), ("side", row => row.Side), ("orderType", row => row.OrderType),
        ("timeInForce", row => row.TimeInForce), ("qty", row => row.Qty), ("limitPrice", row => row.LimitPrice), ("status", row => row.Status),
        ("filledQty", row => row.FilledQty), ("filledAvgPrice", row => row.FilledAvgPrice), ("filledAt", row => row.FilledAt),
        ("adapter", row => row.Adapter), ("external", row => row.External), ("orderId", row => row.OrderId), ("clientOrderId", row => row.ClientOrderId));

    /// <summary>Of a summary: profit by strategy and symbol.</summary>
    public static readonly CsvTable<ProfitLine> Profits = new(
        ("strategy", row => row.Strategy), ("symbol", row => row.Symbol), ("realised", row => row.Realised), ("closedQty", row => row.ClosedQty),
        ("winRate", row => row.WinRate), ("closings", row => row.Closings), ("wins", row => row.Wins), ("losses", row => row.Losses),
        ("bought", row => row.Bought), ("sold", row => row.Sold), ("openQty", row => row.OpenQty), ("openCost", row => row.OpenCost),
        ("averageCost", row => row.AverageCost), ("winningQty", row => row.WinningQty),
        ("anomalies", row => string.Join(Separator, row.Anomalies.Select(anomaly => anomaly.Code))));

    /// <summary>Of an explanation: every fact with the step that it belongs to.</summary>
    public static readonly CsvTable<(ExplanationStep Step, StepFact Fact)> Explanation = new(
        ("step", row => Word(row.Step.Step)), ("title", row => row.Step.Title), ("at", row => row.Step.At), ("kind", row => row.Step.Source?.Kind),
        ("topic", row => row.Step.Source?.Topic), ("partition", row => row.Step.Source?.Partition), ("offset", row => row.Step.Source?.Offset),
        ("lastOffset", row => row.Step.Source?.LastOffset), ("table", row => row.Step.Source?.Table), ("key", row => row.Step.Source?.Key),
        ("missing", row => row.Step.Missing), ("name", row => row.Fact.Name), ("value", row => row.Fact.Value), ("unit", row => row.Fact.Unit));

    /// <summary>Of the question why there was no trade.</summary>
    public static readonly CsvTable<NoTradeReason> Reasons = new(("code", row => row.Code), ("text", row => row.Text), ("source", row => row.Source));

    /// <summary>A member as JSON has it.</summary>
    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
