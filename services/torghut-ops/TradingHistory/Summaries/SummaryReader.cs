using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.Lists;
using Torghut.Ops.TradingHistory.Profits;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>Makes a summary of what the tables say; all of it of one snapshot.</summary>
internal static class SummaryReader
{
    private const int MostReasons = 50;
    private const int MostAnomalies = 500;
    private const int MostOfALine = 50;

    public static async Task<TradingSummary> ReadAsync(HistorySession session, HistoryFilter filter)
    {
        var decisions = await DecisionsAsync(session, filter);
        var executions = await ExecutionsAsync(session, filter);
        var (fills, openings) = await FillHistory.ReadAsync(session, filter);
        var report = RealisedProfit.Of(fills, filter.Range.From, openings);
        var (fees, feesText) = await FeeHistory.ReadAsync(session, filter);
        var (equity, curve) = await EquityHistory.ReadAsync(session, filter);
        return new TradingSummary(
            SummaryRange.Of(filter.Range), filter.Account, decisions, executions, ProfitOf(report, fees, feesText),
            new WinRate(report.WinRate, report.ClosedQty, report.Closings), equity, await RejectionsAsync(session, filter), curve);
    }

    /// <summary>Of a store in which no account has done anything.</summary>
    public static TradingSummary Empty(TimeRange range) => new(
        SummaryRange.Of(range), null, new StatusCounts(0, new Dictionary<string, long>()), new ExecutionCounts(0, 0, 0, 0, 0),
        new Profit(0, [], [], FeeHistory.Missing, "No account is on record.", [], 0), new WinRate(null, 0, 0), null, [], []);

    private static Profit ProfitOf(ProfitReport report, string fees, string feesText)
    {
        var anomalies = report.Anomalies;
        return new Profit(
            report.Realised, StrategyProfit.Of(report), [.. report.Lines.Select(line => line with { Anomalies = [.. line.Anomalies.Take(MostOfALine)] })],
            fees, feesText, [.. anomalies.Take(MostAnomalies)], anomalies.Count);
    }

    private static async Task<StatusCounts> DecisionsAsync(HistorySession session, HistoryFilter filter) => StatusCounts.Of(await session.RowsAsync(
        $"""
        SELECT status, count(*) FROM trade_decisions
        WHERE account_label = @account AND market_ts >= @from AND market_ts < @to{filter.And("strategy_name", "symbol")} GROUP BY status LIMIT 100
        """,
        row => (row.GetString(0), row.GetInt64(1)), filter.Parameters));

    private static async Task<ExecutionCounts> ExecutionsAsync(HistorySession session, HistoryFilter filter)
    {
        var counts = await session.RowsAsync(
            $"""
            SELECT count(*), count(*) FILTER (WHERE e.status = 'filled'), count(*) FILTER (WHERE e.status <> 'filled' AND e.filled_qty > 0),
              count(*) FILTER (WHERE e.status <> 'filled' AND e.filled_qty = 0), count(*) FILTER (WHERE e.is_external)
            FROM executions e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id
            WHERE e.account_label = @account AND {ExecutionHistory.At} >= @from AND {ExecutionHistory.At} < @to{filter.And("d.strategy_name", "e.symbol")}
            """,
            row => new ExecutionCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)), filter.Parameters);
        return counts[0];
    }

    private static Task<List<RejectionCount>> RejectionsAsync(HistorySession session, HistoryFilter filter) => session.RowsAsync(
        $"""
        SELECT reason, count(*) FROM trade_decisions, unnest(risk_reasons) AS reason
        WHERE account_label = @account AND market_ts >= @from AND market_ts < @to{filter.And("strategy_name", "symbol")}
        GROUP BY reason ORDER BY 2 DESC, 1 LIMIT {MostReasons}
        """,
        row => new RejectionCount(row.GetString(0), row.GetInt64(1), ReasonTexts.Find(row.GetString(0))), filter.Parameters);
}
