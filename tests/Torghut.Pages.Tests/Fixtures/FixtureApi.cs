using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Torghut.Contracts.Time;
using Torghut.Ops.Http;
using Torghut.Testing;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>One answer of the API.</summary>
internal sealed class FixtureApi(FixtureServer server, HttpContext context)
{
    private const string Trading = "/api/torghut/trading";
    private const string Ta = "/api/torghut/ta";

    private static readonly string[] Universe = ["AAPL", "IBM", "BAC", "MSFT"];

    private bool IsEmpty => server.State == PageState.Empty;

    private string? this[string name] => context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public Task AnswerAsync() => context.Request.Path.Value switch
    {
        "/api/snapshot" or "/api/snapshots/20131007T150000000Z-00000000" => JsonAsync(FixtureSnapshot.Of(server.IsClickHouseDown, FixtureDay.Evening)),
        "/api/snapshots" => JsonAsync(FixtureSnapshot.History(IsEmpty)),
        "/api/torghut/symbols" => JsonAsync(Symbols()),
        "/api/torghut/calendar" => JsonAsync(FixtureCalendar.Days(DayOf("from"), DayOf("to"))),
        $"{Ta}/bars" => JsonAsync(Rows(isBars: true)),
        $"{Ta}/signals" => JsonAsync(Rows(isBars: false)),
        $"{Ta}/latest" => JsonAsync(new { items = IsEmpty ? [] : (this["symbol"] is { } one ? [one] : Universe).Select(Latest).ToArray() }),
        $"{Ta}/ticks" => JsonAsync(Ticks()),
        $"{Ta}/stream" => server.Stream.ServeAsync(context, this["symbols"]!),
        $"{Trading}/strategies" => JsonAsync(FixtureTrading.StrategyList()),
        $"{Trading}/summary" => JsonAsync(FixtureTrading.Summary(this["day"]!, IsEmpty)),
        $"{Trading}/executions" => JsonAsync(new { account = "paper", items = IsEmpty ? [] : FixtureTrading.Executions(), next = (string?)null }),
        $"{Trading}/decisions" => this["format"] == "csv"
            ? TextAsync("id,symbol\r\n1,AAPL\r\n", "text/csv; charset=utf-8")
            : JsonAsync(Decisions()),
        "/api/torghut/backtests" => JsonAsync(new { reports = IsEmpty ? [] : new[] { new { sha256 = new string('a', 64), registeredAt = "2013-10-08T10:00:00.000Z" } } }),
        { } path when path.StartsWith("/api/torghut/backtests/", StringComparison.Ordinal) && !IsEmpty => BacktestAsync(),
        { } path when path.StartsWith($"{Trading}/decisions/", StringComparison.Ordinal) && !IsEmpty => JsonAsync(FixtureTrading.Explanation(path.Split('/')[^1])),
        _ => Problems.Of(StatusCodes.Status404NotFound, "Not found", "There is no such thing.").ExecuteAsync(context),
    };

    private object Symbols() => new
    {
        symbols = IsEmpty ? [] : Universe,
        items = IsEmpty ? [] : Universe.Select((symbol, i) => new
        {
            symbol, enabled = i < 3, updated_at = "2013-10-01T12:00:00Z", updated_by = "ann", reason = i == 3 ? "earnings on Thursday: no position over them" : "new strategy",
        }).ToArray(),
    };

    private object Rows(bool isBars)
    {
        var (from, to) = (Instant("from"), Instant("to"));
        var limit = int.Parse(this["limit"] ?? "2000", CultureInfo.InvariantCulture);
        var step = this["step"] is { } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : (int?)null;
        var end = Math.Min(to.ToUnixTimeSeconds(), server.Until ?? long.MaxValue);
        var (width, rows) = IsEmpty ? (1, []) : server.Market.Read(isBars, from.ToUnixTimeSeconds(), end, step, limit);
        return new
        {
            symbol = this["symbol"], from = this["from"], to = this["to"], step = width, columns = isBars ? FixtureMarket.BarColumns : FixtureMarket.SignalColumns, rows,
            next = (string?)null,
        };
    }

    private object Latest(string symbol)
    {
        var bar = server.Market.Bars.Last(candidate => candidate.T < (server.Until ?? long.MaxValue));
        var isLate = symbol == "BAC";
        return new
        {
            symbol,
            bar = new { eventTs = DateTimeOffset.FromUnixTimeSeconds(bar.T + 1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), o = bar.O, h = bar.H, l = bar.L, c = bar.C, v = bar.V, vwap = bar.Vwap, count = bar.Count },
            signal = new { rsi14 = 48.21 },
            lagSeconds = isLate ? 312.4 : 1.2,
        };
    }

    private object Ticks()
    {
        var at = long.Parse(this["at"]!, CultureInfo.InvariantCulture);
        var bar = server.Market.Bars.Find(candidate => candidate.T == at);
        var start = DateTimeOffset.FromUnixTimeSeconds(at).UtcDateTime;
        return new
        {
            symbol = this["symbol"], windowStart = start, windowEnd = start.AddSeconds(1),
            trades = Enumerable.Range(0, bar?.Count ?? 0).Select(i => new
            {
                topic = "torghut.trades.v1", partition = 3, offset = (at * 10) + i, eventTs = start.AddMilliseconds(70 * i), price = bar!.C, size = 100, exchange = "V", conditions = new[] { "@" }, tradeId = 52_000 + i,
            }).ToArray(),
            quotes = new { first = at, last = at + 9 },
            complete = true,
            why = (string?)null,
        };
    }

    private object Decisions()
    {
        var isDay = this["day"] == FixtureDay.Text;
        var until = server.Until is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : DateTimeOffset.MaxValue;
        var all = IsEmpty || !isDay ? [] : FixtureTrading.Decisions(this["symbol"] ?? "AAPL", until);
        // Two pages, so that a page has to follow the cursor.
        var isFirst = this["cursor"] is null;
        var half = all.Count / 2;
        return new { account = "paper", items = isFirst ? all.Take(half) : all.Skip(half), next = isFirst && all.Count > 1 ? "more" : null };
    }

    private Task BacktestAsync() =>
        TextAsync(File.ReadAllText(Path.Combine(Repository.Root, "docs/examples/reports/trend-pullback.json")), "application/json");

    private DateTimeOffset Instant(string name) => this["day"] is { } day
        ? NewYork.At(DateOnly.Parse(day, CultureInfo.InvariantCulture), TimeOnly.MinValue)
        : DateTimeOffset.Parse(this[name]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private DateOnly DayOf(string name) => DateOnly.Parse(this[name]!, CultureInfo.InvariantCulture);

    private Task JsonAsync(object value) => TextAsync(JsonSerializer.Serialize(value), "application/json; charset=utf-8");

    private async Task TextAsync(string text, string type)
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    }
}
