using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.Lists;
using Torghut.Ops.TradingHistory.NoTrades;
using Torghut.Ops.TradingHistory.Reading;
using Torghut.Ops.TradingHistory.Summaries;

namespace Torghut.Ops.TradingHistory;

/// <summary><c>/api/torghut/trading</c>: what was decided, ordered and earned, and why.</summary>
internal static class TradingEndpoints
{
    private const string Root = "/api/torghut/trading";

    private static readonly QueryParameter[] Range = [QueryParameters.Day, QueryParameters.From, QueryParameters.To];

    private static readonly QueryParameter[] Whose = [HistoryQuery.Strategy, HistoryQuery.Symbol, HistoryQuery.Account, QueryParameters.Format];

    private static readonly QueryParameter[] Paging =
        [QueryParameters.Limit(HistoryResponse.MostRows, HistoryResponse.UsualRows), QueryParameters.Cursor];

    public static void MapTrading(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRead($"{Root}/strategies", StrategiesAsync, "Strategies of the catalogue, and how much each decided", HistoryQuery.Account,
            QueryParameters.Format);
        endpoints.MapRead(
            $"{Root}/days", DaysAsync, "Trading days of New York with what happened on them", QueryParameters.FirstDay, QueryParameters.LastDay,
            HistoryQuery.Account, QueryParameters.Format);
        endpoints.MapRead($"{Root}/summary", SummaryAsync, "A day or range: decisions, orders, realised profit at average cost, equity", [.. Range, .. Whose]);
        endpoints.MapRead($"{Root}/executions", ExecutionsAsync, "Orders that the broker got, from new to old", [.. Range, .. Whose, .. Paging]);
        endpoints.MapRead($"{Root}/decisions", DecisionsAsync, "Decisions, from new to old", [.. Range, .. Whose, HistoryQuery.Status, .. Paging]);
        endpoints.MapRead($"{Root}/decisions/{{id}}", ExplainAsync, "A decision explained, from ticks to fills, each step with its source",
            QueryParameters.Format)
            .ProducesProblem(StatusCodes.Status404NotFound);
        endpoints.MapRead(
            $"{Root}/why", WhyAsync, "Why there was no trade of a symbol at a moment", QueryParameters.Symbol, HistoryQuery.At, HistoryQuery.Strategy,
            HistoryQuery.Account, QueryParameters.Format);
    }

    private static async Task<IResult> StrategiesAsync(HttpContext context, HistoryDatabase database)
    {
        var query = new QueryReader(context.Request);
        var (format, asked) = (query.Format(), HistoryQuery.AccountOf(query));
        var strategies = await database.ReadLongAsync(
            async session => await StrategyHistory.ReadAsync(session, await Accounts.MeantAsync(session, asked) ?? ""), context.RequestAborted);
        return HistoryResponse.Of(format, new { Strategies = strategies }, strategies, HistoryTables.Strategies, "strategies.csv");
    }

    private static async Task<IResult> DaysAsync(HttpContext context, HistoryDatabase database)
    {
        var query = new QueryReader(context.Request);
        var (format, asked, days) = (query.Format(), HistoryQuery.AccountOf(query), query.Days(HistoryQuery.MostDays));
        var items = await database.ReadLongAsync(
            async session => await DayHistory.ReadAsync(session, await Accounts.MeantAsync(session, asked) ?? "", days), context.RequestAborted);
        var range = new TimeRange(days[0].StartUtc, days[^1].EndUtc, Day: null);
        return HistoryResponse.Of(format, new { Days = items }, items, HistoryTables.Days, EntityResult.FileName("days", range, "csv"));
    }

    private static async Task<IResult> SummaryAsync(HttpContext context, HistoryDatabase database)
    {
        var query = new QueryReader(context.Request);
        var (format, asked, filter) = (query.Format(), HistoryQuery.AccountOf(query), HistoryQuery.Filter(query));
        var summary = await database.ReadLongAsync(
            async session => await Accounts.MeantAsync(session, asked) is { } account
                ? await SummaryReader.ReadAsync(session, filter with { Account = account })
                : SummaryReader.Empty(filter.Range),
            context.RequestAborted);
        return HistoryResponse.Of(format, summary, summary.Pnl.BySymbol, HistoryTables.Profits, EntityResult.FileName("profit", filter.Range, "csv"));
    }

    private static Task<IResult> ExecutionsAsync(HttpContext context, HistoryDatabase database) =>
        PageAsync(context, database, "executions", HistoryTables.Executions, ExecutionHistory.ReadAsync, ExecutionHistory.PositionOf);

    private static Task<IResult> DecisionsAsync(HttpContext context, HistoryDatabase database) =>
        PageAsync(context, database, "decisions", HistoryTables.Decisions, DecisionHistory.ReadAsync, DecisionHistory.PositionOf);

    private static async Task<IResult> PageAsync<T>(
        HttpContext context, HistoryDatabase database, string list, CsvTable<T> table,
        Func<HistorySession, HistoryFilter, HistoryPosition?, int, Task<List<T>>> read, Func<T, HistoryPosition> placeOf)
    {
        var query = new QueryReader(context.Request);
        var (format, asked, filter) = (query.Format(), HistoryQuery.AccountOf(query), HistoryQuery.Filter(query));
        var limit = query.Limit(HistoryResponse.MostRows, HistoryResponse.UsualRows);
        string?[] question = [.. HistoryQuery.Question(filter, asked)];
        var after = HistoryCursor.Read(query.Cursor(), list, question);
        var page = await database.ReadAsync(
            async session => (after?.Account ?? await Accounts.MeantAsync(session, asked)) is { } account
                ? HistoryResponse.Cut(
                    account, await read(session, filter with { Account = account }, after?.Position, limit + 1), limit, placeOf, list, question)
                : new HistoryPage<T>(null, [], null),
            context.RequestAborted);
        return HistoryResponse.Page(context, format, page, table, EntityResult.FileName(list, filter.Range, "csv"));
    }

    private static async Task<IResult> ExplainAsync(string id, HttpContext context, HistoryDatabase database, DerivedRows derived)
    {
        var format = new QueryReader(context.Request).Format();
        if (!Guid.TryParseExact(id, "D", out var decisionId))
        {
            throw new BadQueryException("id", "the id of a decision, a UUID");
        }

        var decision = await database.ReadAsync(session => EvidenceReader.ReadAsync(session, decisionId), context.RequestAborted);
        if (decision is null)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "No such decision", "There is no decision of that id.");
        }

        var rows = await derived.ReadAsync(decision.Item.Symbol, decision.Item.SignalEventTs, decision.SignalSeq, context.RequestAborted);
        var explanation = ExplanationBuilder.Of(decision, rows);
        var facts = explanation.Chain.SelectMany(step => step.Facts.DefaultIfEmpty(new StepFact("", null)).Select(fact => (step, fact)));
        return HistoryResponse.Of(format, explanation, facts, HistoryTables.Explanation, $"decision-{decisionId}.csv");
    }

    private static async Task<IResult> WhyAsync(HttpContext context, NoTradeReader reader)
    {
        var query = new QueryReader(context.Request);
        var (format, asked) = (query.Format(), HistoryQuery.AccountOf(query));
        var at = query.Instant(HistoryQuery.At.Name) ?? throw new BadQueryException(HistoryQuery.At.Name, "the moment at which a trade was expected");
        var answer = await reader.ReadAsync(asked, query.Symbol(), HistoryQuery.StrategyOf(query), at, context.RequestAborted);
        return HistoryResponse.Of(format, answer, answer.Reasons, HistoryTables.Reasons, $"why-{answer.Symbol.Replace('/', '_')}.csv");
    }
}
