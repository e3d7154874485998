using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory.Lists;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory;

/// <summary>Writes answers in the format that was asked for.</summary>
internal static class HistoryResponse
{
    public const int MostRows = 500;
    public const int UsualRows = 100;

    /// <param name="value">The answer as JSON.</param>
    /// <param name="rows">Its rows as a file.</param>
    /// <param name="fileName">What the file is called.</param>
    public static IResult Of<TAnswer, TRow>(ExportFormat format, TAnswer value, IEnumerable<TRow> rows, CsvTable<TRow> table, string fileName) =>
        format == ExportFormat.Csv ? new EntityResult(table.Write(rows), CsvWriter.ContentType, fileName) : ReadJson.Answer(value);

    /// <summary>A page of a list that is read with one row more than is shown, which tells whether there is another page.</summary>
    public static IResult Page<T>(
        HttpContext context, ExportFormat format, HistoryPage<T> page, CsvTable<T> table, string fileName)
    {
        if (page.Next is { } next)
        {
            // The file of a page has no place for it (RFC 8288).
            var query = context.Request.Query.Where(pair => pair.Key != "cursor").Append(new("cursor", next));
            context.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(context.Request.Path, query)}>; rel=\"next\"";
        }

        return Of(format, page, page.Items, table, fileName);
    }

    /// <summary>The rows that are shown, and the cursor of the page after them.</summary>
    public static HistoryPage<T> Cut<T>(
        string? account, List<T> rows, int limit, Func<T, HistoryPosition> placeOf, string list, IEnumerable<string?> question)
    {
        if (rows.Count <= limit)
        {
            return new HistoryPage<T>(account, rows, null);
        }

        var shown = rows[..limit];
        return new HistoryPage<T>(account, shown, new HistoryCursor(placeOf(shown[^1]), account).Write(list, question));
    }

    /// <summary>A range as part of a question.</summary>
    public static IEnumerable<string> Parts(TimeRange range) =>
        [range.From.UtcTicks.ToString(CultureInfo.InvariantCulture), range.To.UtcTicks.ToString(CultureInfo.InvariantCulture)];
}
