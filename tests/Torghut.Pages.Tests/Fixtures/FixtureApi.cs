using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Torghut.Ops.Http;
using Torghut.Testing;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>One answer of the API.</summary>
internal sealed class FixtureApi(FixtureServer server, HttpContext context)
{
    private const string Trading = "/api/torghut/trading";
    private const string Ta = "/api/torghut/ta";
    private const string JsonType = "application/json; charset=utf-8";
    private const string Backtests = "/api/torghut/backtests";

    private static readonly string[] Universe = ["AAPL", "IBM", "BAC", "MSFT"];

    private bool IsEmpty => server.State == PageState.Empty;

    private string Suffix => IsEmpty ? "-empty" : "";

    private string? this[string name] => context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public Task AnswerAsync() => context.Request.Path.Value switch
    {
        "/api/snapshot" or "/api/snapshots/20131007T150000000Z-00000000" => RecordedAsync(server.IsClickHouseDown ? "snapshot-red" : "snapshot-green"),
        "/api/snapshots" => RecordedAsync($"history{Suffix}"),
        "/api/torghut/symbols" => RecordedAsync($"symbols{Suffix}"),
        "/api/torghut/calendar" => JsonAsync(FixtureCalendar.Days(DayOf("from"), DayOf("to"))),
        $"{Ta}/bars" => JsonAsync(Rows(isBars: true)),
        $"{Ta}/signals" => JsonAsync(Rows(isBars: false)),
        $"{Ta}/latest" => JsonAsync(new { items = IsEmpty ? [] : (this["symbol"] is { } one ? [one] : Universe).Select(Latest).ToArray() }),
        $"{Ta}/ticks" => JsonAsync(Ticks()),
        $"{Ta}/stream" => server.Stream.ServeAsync(context, this["symbols"]!),
        $"{Trading}/strategies" => RecordedAsync("strategies"),
        $"{Trading}/why" => RecordedAsync("why", FixtureTrading.Id(7)),
        $"{Trading}/summary" => RecordedAsync($"summary{Suffix}"),
        $"{Trading}/executions" => IsEmpty ? JsonAsync(new { items = Array.Empty<object>(), next = (string?)null }) : RecordedAsync("executions"),
        $"{Trading}/decisions" => this["format"] == "csv" ? TextAsync("id,symbol\r\n1,AAPL\r\n", "text/csv; charset=utf-8") : JsonAsync(Decisions()),
        Backtests => RecordedAsync($"backtests{Suffix}"),
        { } path when path.StartsWith($"{Backtests}/", StringComparison.Ordinal) && !IsEmpty => ReportAsync(),
        { } path when path.StartsWith($"{Trading}/decisions/", StringComparison.Ordinal) && !IsEmpty => RecordedAsync("explanation", path.Split('/')[^1]),
        _ => Problems.Of(StatusCodes.Status404NotFound, "Not found", "There is no such thing.").ExecuteAsync(context),
    };

    private object Rows(bool isBars)
    {
        var (from, to) = (Seconds("from"), Seconds("to"));
        var limit = int.Parse(this["limit"] ?? "2000", CultureInfo.InvariantCulture);
        var step = this["step"] is { } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : (int?)null;
        var (width, rows) = IsEmpty ? (1, []) : server.Market.Read(isBars, from, Math.Min(to, server.Until ?? long.MaxValue), step, limit);
        var columns = isBars ? FixtureMarket.BarColumns : FixtureMarket.SignalColumns;
        return new { symbol = this["symbol"], from = this["from"], to = this["to"], step = width, columns, rows, next = (string?)null };
    }

    private object Latest(string symbol)
    {
        // One is late: what is shown of it is as old as its age says.
        var late = symbol == "BAC" ? 311 : 0;
        var last = server.Market.Bars.Last(candidate => candidate.T < (server.Until ?? server.Market.Bars[^1].T + 1) - late);
        var eventTs = Iso(last.T + 1);
        var bar = new { eventTs, o = last.O, h = last.H, l = last.L, c = last.C, v = last.V, vwap = last.Vwap, count = last.Count };
        return new { symbol, bar, signal = new { eventTs, rsi14 = 48.21 }, lagSeconds = late + 1.2 };
    }

    private object Ticks()
    {
        var at = long.Parse(this["at"]!, CultureInfo.InvariantCulture);
        var bar = server.Market.Bars.Find(candidate => candidate.T == at);
        var trades = Enumerable.Range(0, bar?.Count ?? 0).Select(i => new
        {
            topic = "torghut.trades.v1",
            partition = 3,
            offset = (at * 10) + i,
            eventTs = Iso(at),
            price = bar!.C,
            size = 100,
            exchange = "V",
            conditions = new[] { "@" },
            tradeId = 52_000 + i,
        });
        return new { symbol = this["symbol"], windowStart = Iso(at), windowEnd = Iso(at + 1), trades, complete = true, why = (string?)null };
    }

    private object Decisions()
    {
        var until = server.Until is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : DateTimeOffset.MaxValue;
        var all = IsEmpty || this["day"] != FixtureDay.Text ? [] : FixtureTrading.Decisions(this["symbol"] ?? "AAPL", until);
        // Two pages, so that a page has to follow the cursor.
        var isFirst = this["cursor"] is null;
        var half = all.Count / 2;
        return new { account = "paper", items = isFirst ? all.Take(half) : all.Skip(half), next = isFirst && all.Count > 1 ? "more" : null };
    }

    private long Seconds(string name) =>
        DateTimeOffset.Parse(this[name]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();

    private DateOnly DayOf(string name) => DateOnly.Parse(this[name]!, CultureInfo.InvariantCulture);

    private static string Iso(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString(FixtureAnswers.TimeForm, CultureInfo.InvariantCulture);

    /// <summary>A report that torghut-trading wrote.</summary>
    private Task ReportAsync() => TextAsync(File.ReadAllText(Path.Combine(Repository.Root, "docs/examples/reports/trend-pullback.json")), JsonType);

    private Task RecordedAsync(string name, string id = "") => TextAsync(FixtureAnswers.Read(name, server.Now, id), JsonType);

    private Task JsonAsync(object value) => TextAsync(JsonSerializer.Serialize(value), JsonType);

    private async Task TextAsync(string text, string type)
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    }
}
