using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.Backtests;

/// <summary><c>/api/torghut/backtests</c>.</summary>
internal static class BacktestEndpoints
{
    private const string Root = "/api/torghut/backtests";
    private const int Digits = 64;
    private const string List = "backtests";

    private static readonly CsvTable<BacktestItem> Table = new(
        ("account", row => row.Account), ("sha256", row => row.Sha256), ("catalogueDigest", row => row.CatalogueDigest),
        ("dataDigest", row => row.DataDigest), ("periods", row => row.Periods), ("trials", row => row.Trials), ("insufficient", row => row.Insufficient),
        ("deflatedSharpe", row => row.DeflatedSharpe), ("registeredAt", row => row.RegisteredAt), ("bytes", row => row.Bytes));

    public static void MapBacktests(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRead(
            Root, ListAsync, "Reports of backtests that were registered, from new to old",
            QueryParameters.Limit(HistoryResponse.MostRows, HistoryResponse.UsualRows), QueryParameters.Cursor,
            HistoryQuery.Account with { Description = "Label of the account that a report is registered for; all of them unless said." },
            QueryParameters.Format);
        endpoints.MapRead($"{Root}/{{sha256}}", OneAsync, "A report to the byte, by its digest").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(HttpContext context, HistoryDatabase database)
    {
        var query = new QueryReader(context.Request);
        var (format, account, limit) = (query.Format(), HistoryQuery.AccountOf(query), query.Limit(HistoryResponse.MostRows, HistoryResponse.UsualRows));
        var after = HistoryCursor.Read(query.Cursor(), List, account);
        var rows = await database.ReadAsync(
            session => BacktestReports.ReadAsync(session, account, after?.Position, limit + 1), context.RequestAborted);
        var page = HistoryResponse.Cut(account, rows, limit, BacktestReports.PositionOf, List, [account]);
        return HistoryResponse.Page(context, format, page, Table, "backtests.csv");
    }

    private static async Task<IResult> OneAsync(string sha256, HttpContext context, HistoryDatabase database)
    {
        if (sha256.Length != Digits || !sha256.All(char.IsAsciiHexDigitLower))
        {
            throw new BadQueryException("sha256", $"{Digits} digits of 0 to 9 and a to f");
        }

        return await database.ReadAsync(session => BacktestReports.FindAsync(session, sha256), context.RequestAborted) is { } report
            ? new EntityResult(report, EntityResult.JsonType)
            : Problems.Of(StatusCodes.Status404NotFound, "No such report", "There is no report of that digest.");
    }
}
