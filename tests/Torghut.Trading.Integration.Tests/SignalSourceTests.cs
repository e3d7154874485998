using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Trading.Hosting;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Observability;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Reads of signals in every shape, against the engine: the same rows, duplicates and late rows included, by way of the sort key.</summary>
public sealed class SignalSourceTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 6, 14, 30, 0, TimeSpan.Zero);
    private static readonly string[] Symbols = ["AAPL", "MSFT"];

    private SignalTables _tables = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _tables = new SignalTables(Infrastructure.ClickHouseClient, "s" + Guid.NewGuid().ToString("N")[..12]);
        await _tables.CreateAsync();
        await Infrastructure.ClickHouseClient.ExecuteNonQueryAsync(
            $$"""
            CREATE VIEW {{_tables.Signals}}_envelope AS SELECT symbol, event_ts, seq, ingest_ts, concat('{"size":"', window_size, '"}') AS window,
              concat('{"macd":{"macd":', toString(macd), ',"signal":', toString(macd_signal), ',"hist":', toString(macd_hist), '},"ema":{"ema12":', toString(ema12), ',"ema26":', toString(ema26),
              '},"rsi14":', toString(rsi14), ',"imbalance":{"bid_px":', ifNull(toString(imbalance_bid_px), 'null'), ',"ask_px":', ifNull(toString(imbalance_ask_px), 'null'), '},"vol_realized":null}') AS payload
            FROM {{_tables.Signals}}
            """);
    }

    [Test]
    public async Task ReadForward_EveryShape_TheSameRows()
    {
        for (var i = 1; i <= 5; i++)
        {
            await _tables.SignalAsync(Symbols[i % 2], Start.AddSeconds(i), 1.25 * i, 0.5, 20 + i);
        }

        var rows = await ReadAllAsync();
        Assert.That(rows["flat"], Has.Count.EqualTo(5));
        Assert.That(rows["flat"][0].Features.Rsi14, Is.EqualTo(21));
        Assert.That(rows["flat"].Select(row => row.Timeframe), Is.All.EqualTo("1Sec"));
        foreach (var (shape, read) in rows)
        {
            Assert.That(read, Is.EqualTo(rows["flat"]), shape);
        }
    }

    [Test]
    public async Task ReadForward_DuplicatesOfAPosition_NewestIngestWinsOnce()
    {
        await _tables.SignalAsync("AAPL", Start.AddSeconds(1), 1, 0.5, 20);
        await InsertAgainAsync(Start.AddSeconds(1), ingestedLater: TimeSpan.FromSeconds(9), rsi: 99);
        await InsertAgainAsync(Start.AddSeconds(1), ingestedLater: TimeSpan.FromSeconds(5), rsi: 50);
        foreach (var (shape, rows) in await ReadAllAsync())
        {
            Assert.That(rows.Select(row => row.Features.Rsi14), Is.EqualTo(new double?[] { 99 }), shape);
        }

        var counts = await Source("flat").CountBehindAsync(Query(), new SignalPosition(Start.AddMinutes(1), "MSFT", 0), CancellationToken.None);
        Assert.That(counts["AAPL"], Is.EqualTo(1), "a duplicate is no second position");
    }

    [Test]
    public async Task Duplicates_WithoutMerge_AreReallyThere()
    {
        await _tables.SignalAsync("AAPL", Start.AddSeconds(1), 1, 0.5, 20);
        await InsertAgainAsync(Start.AddSeconds(1), TimeSpan.FromSeconds(9), 99);
        var count = await Infrastructure.ClickHouseClient.ExecuteScalarAsync($"SELECT count() FROM {_tables.Signals}");
        Assert.That(count, Is.EqualTo(2UL), "or the test above shows nothing");
    }

    [TestCase("flat")]
    [TestCase("envelope")]
    [TestCase("auto")]
    public async Task Late_RowBehindTheCursor_FoundOnceInEveryShape(string shape)
    {
        for (var i = 1; i <= 3; i++)
        {
            await _tables.QuietAsync("AAPL", Start.AddSeconds(i * 10));
        }

        var source = Source(shape);
        var late = new LateSignals(source, TimeSpan.FromMinutes(1));
        var seen = await source.ReadForwardAsync(Query(), null, CancellationToken.None);
        late.Remember(seen.Positions);
        var cursor = seen[^1].Position;
        Assert.That(await late.FindAsync(Symbols, cursor, 100, CancellationToken.None), Is.Empty);

        await _tables.BuyAsync("AAPL", Start.AddSeconds(15));
        await _tables.BuyAsync("MSFT", Start.AddSeconds(5));
        await InsertAgainAsync(Start.AddSeconds(10), TimeSpan.FromSeconds(3), 42);
        var found = await late.FindAsync(Symbols, cursor, 100, CancellationToken.None);
        Assert.That(found.Select(row => (row.Symbol, row.EventTs)), Is.EqualTo(new[] { ("MSFT", Start.AddSeconds(5)), ("AAPL", Start.AddSeconds(15)) }),
            "late rows, not duplicates of read ones");
        late.Remember(found.Positions);
        Assert.That(await late.FindAsync(Symbols, cursor, 100, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task ReadForward_AfterTheCursor_NothingTwiceNothingMissed()
    {
        foreach (var second in new[] { 1, 1, 2, 2, 3 })
        {
            await _tables.QuietAsync("AAPL", Start.AddSeconds(second));
        }

        foreach (var second in new[] { 1, 2 })
        {
            await _tables.QuietAsync("MSFT", Start.AddSeconds(second));
        }

        var read = new List<SignalPosition>();
        SignalPosition? cursor = null;
        while (true)
        {
            var page = await Source("flat").ReadForwardAsync(Query() with { Limit = 2 }, cursor, CancellationToken.None);
            if (page.Count == 0)
            {
                break;
            }

            read.AddRange(page.Select(row => row.Position));
            cursor = page[^1].Position;
        }

        Assert.That(read, Has.Count.EqualTo(5).And.Unique);
        Assert.That(read, Is.EqualTo(read.Order().ToList()));
    }

    [TestCase("flat")]
    [TestCase("envelope")]
    public async Task ReadForward_RowsThatAreNone_PassedOverOnceAndTheOthersRead(string shape)
    {
        await _tables.QuietAsync("AAPL", Start.AddSeconds(1));
        await _tables.SpoilAsync("AAPL", Start.AddSeconds(2), "seq = 18446744073709551615");
        await _tables.SpoilAsync("AAPL", Start.AddSeconds(3), "seq = 9223372036854775807");
        await _tables.SpoilAsync("AAPL", Start.AddSeconds(4), "macd = inf");
        await _tables.SpoilAsync("AAPL", Start.AddSeconds(5), "rsi14 = 1e300");
        await _tables.SpoilAsync("AAPL", Start.AddSeconds(6), "window_size = repeat('x', 100000)");
        await _tables.QuietAsync("AAPL", Start.AddSeconds(7));

        var source = Source(shape);
        var seen = await source.ReadForwardAsync(Query(), null, CancellationToken.None);
        Assert.That(seen.Select(row => row.EventTs), Is.SupersetOf(new[] { Start.AddSeconds(1), Start.AddSeconds(7) }));
        Assert.That(seen.Rejected.Take(2).Select(row => row.Reason), Is.All.EqualTo(RowRejectReasons.SeqOutOfRange));
        Assert.That(seen.Rejected.Select(row => row.Position.EventTs), Is.Ordered.And.Unique);
        Assert.That(seen.Read, Is.EqualTo(7));

        foreach (var rejected in seen.Rejected)
        {
            var after = await source.ReadForwardAsync(Query(), rejected.Position, CancellationToken.None);
            Assert.That(after.Positions, Is.All.GreaterThan(rejected.Position), "the cursor moves over it");
        }

        var late = new LateSignals(source, TimeSpan.FromMinutes(1));
        late.Remember(seen.Positions);
        Assert.That((await late.FindAsync(Symbols, seen.End!.Value, 100, CancellationToken.None)).Read, Is.Zero, "and none is late");
    }

    [Test]
    public async Task ReadPrices_BarsThatAreNone_TheNewestBarBeforeThemCounts()
    {
        await _tables.PriceAsync("AAPL", Start.AddSeconds(1), 100, volume: 500);
        await _tables.PriceAsync("MSFT", Start.AddSeconds(1), 200, volume: 700);
        foreach (var (second, spoilt) in new[] { (2, "c = nan"), (3, "c = -1"), (4, "v = inf"), (5, "seq = 18446744073709551615"), (6, "c = 1e300") })
        {
            await _tables.SpoilBarAsync("AAPL", Start.AddSeconds(second), spoilt);
        }

        await _tables.SpoilBarAsync("TSLA", Start.AddSeconds(1), "v = nan");
        var prices = await Source("flat").ReadPricesAsync([.. Symbols, "TSLA"], Start.AddMinutes(1), CancellationToken.None);
        Assert.That(prices, Has.Count.EqualTo(2));
        Assert.That(prices["AAPL"], Is.EqualTo(new PriceView(100, Start.AddSeconds(1), 500)));
        Assert.That(prices["MSFT"], Is.EqualTo(new PriceView(200, Start.AddSeconds(1), 700)));
    }

    /// <summary>The price is the close of the newest bar by event time, not of the one that was stored last.</summary>
    [Test]
    public async Task ReadPrices_SeveralBars_NewestCloseAndTheMedianOfTheFiveBeforeIt()
    {
        foreach (var (second, close) in new[] { (7, 90m), (3, 103m), (61, 500m), (1, 1m), (6, 110m), (4, 104m), (2, 102m), (5, 105m) })
        {
            await _tables.PriceAsync("AAPL", Start.AddSeconds(second), close, volume: 10);
        }

        var prices = await Source("flat").ReadPricesAsync(Symbols, Start.AddMinutes(1), CancellationToken.None);
        Assert.That(prices, Has.Count.EqualTo(1));
        Assert.That(prices["AAPL"], Is.EqualTo(new PriceView(90, Start.AddSeconds(7), 70, 104)), "what is after market time is not known yet");
    }

    [TestCase("flat")]
    [TestCase("envelope")]
    public async Task ReadQuotes_NewestSignal_BidAndAskOfOneRow(string shape)
    {
        await QuoteAsync(Start.AddSeconds(1), "100.01", "100.03");
        await QuoteAsync(Start.AddSeconds(2), "99.01", "99.05");
        var quotes = await Source(shape).ReadQuotesAsync(Symbols, Start.AddMinutes(1), CancellationToken.None);
        Assert.That(quotes, Has.Count.EqualTo(1));
        Assert.That(quotes["AAPL"], Is.EqualTo(new QuoteView(99.01m, 99.05m)));
    }

    [Test]
    public async Task Statements_OnAFullDay_ReadByTheSortKeyWithoutFinal()
    {
        // In parts, each of which even a crowded machine stores within the client's time.
        foreach (var first in Enumerable.Range(0, 10).Select(part => part * 50_000))
        {
            await Infrastructure.ClickHouseClient.ExecuteNonQueryAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                INSERT INTO {_tables.Signals} (symbol, event_ts, seq, ingest_ts, is_final, source, window_size, window_step, window_start, window_end, version, macd)
                SELECT concat('S', toString(number % 50)), fromUnixTimestamp64Milli(toInt64({Start.ToUnixTimeMilliseconds()} + intDiv(number, 50) * 1000), 'UTC') AS at, number, at, 1, 'ta', 'PT1S', 'PT1S', at, at, 1, 1 FROM numbers({first}, 50000)
                """));
        }

        var sql = new SignalSql(_tables.Signals, _tables.Microbars);
        foreach (var statement in new[] { sql.Forward(true, true), sql.Forward(true, false), sql.Behind(true), sql.CountBehind, sql.Newest, sql.Quotes(true),
            sql.Prices })
        {
            Assert.That(statement, Does.Not.Match(@"(?i)\bFINAL\b"));
            Assert.That(statement, Does.Not.Match(@"(?i)\bnow(64)?\("), "market time comes in as a parameter");
        }

        var literal = sql.Forward(true, false)
            .Replace("{symbols:Array(String)}", "['S7']", StringComparison.Ordinal)
            .Replace("{from:DateTime64(3,'UTC')}", At(Start.AddSeconds(5_000)), StringComparison.Ordinal)
            .Replace("{to:DateTime64(3,'UTC')}", At(Start.AddSeconds(5_100)), StringComparison.Ordinal)
            .Replace("{limit:UInt32}", "500", StringComparison.Ordinal);
        var plan = (await Infrastructure.ClickHouseClient.QueryAsync("EXPLAIN indexes = 1 " + literal, reader => reader.GetString(0).Trim())).ToList();
        var text = string.Join('\n', plan);
        Assert.That(plan, Does.Contain("PrimaryKey"), text);
        var keys = plan.Skip(plan.IndexOf("PrimaryKey")).ToList();
        Assert.That(keys.Take(keys.FindIndex(line => line.StartsWith("Condition", StringComparison.Ordinal))), Does.Contain("symbol").And.Contain("event_ts"),
            text);
        var granules = keys.First(line => line.StartsWith("Granules", StringComparison.Ordinal)).Split(' ')[1].Split('/');
        Assert.That(Number(granules[0]), Is.LessThan(Number(granules[1]) / 5), text);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string At(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"fromUnixTimestamp64Milli({at.ToUnixTimeMilliseconds()}, 'UTC')");

    private static SignalQuery Query() => new(Symbols, Start, Start.AddMinutes(5), 500);

    private async Task<Dictionary<string, IReadOnlyList<SignalRow>>> ReadAllAsync() => new()
    {
        ["flat"] = (await Source("flat").ReadForwardAsync(Query(), null, CancellationToken.None)).Rows,
        ["envelope"] = (await Source("envelope").ReadForwardAsync(Query(), null, CancellationToken.None)).Rows,
        ["auto over flat"] = (await Source("auto over flat").ReadForwardAsync(Query(), null, CancellationToken.None)).Rows,
        ["auto"] = (await Source("auto").ReadForwardAsync(Query(), null, CancellationToken.None)).Rows,
    };

    private ClickHouseSignalSource Source(string shape) => new(Infrastructure.ClickHouseClient, new SignalOptions
    {
        SignalTable = _tables.Signals + (shape is "envelope" or "auto" ? "_envelope" : ""),
        PriceTable = _tables.Microbars,
        Schema = shape switch { "flat" => SignalSchema.Flat, "envelope" => SignalSchema.Envelope, _ => SignalSchema.Auto },
    }, new RowRejects(Metrics(), NullLogger<RowRejects>.Instance));

    private static TradingMetrics Metrics() =>
        new(Prometheus.Metrics.NewCustomRegistry(), new TradingGauges(TimeProvider.System), TradingMetricCodes.All);

    private async Task InsertAgainAsync(DateTimeOffset at, TimeSpan ingestedLater, double rsi) =>
        await Infrastructure.ClickHouseClient.ExecuteNonQueryAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        INSERT INTO {_tables.Signals} (symbol, event_ts, seq, ingest_ts, is_final, source, window_size, window_step, window_start, window_end, version, macd, macd_signal, macd_hist, ema12, ema26, rsi14)
        SELECT 'AAPL', {At(at)}, {at.ToUnixTimeSeconds() - 1}, {At(at + ingestedLater)}, 1, 'ta', 'PT1S', 'PT1S', {At(at.AddSeconds(-1))}, {At(at)}, 1, 1, 0.5, 0.5, 100, 100, {rsi}
        """));

    private async Task QuoteAsync(DateTimeOffset at, string bid, string ask) => await Infrastructure.ClickHouseClient.ExecuteNonQueryAsync(
        $"""
        INSERT INTO {_tables.Signals} (symbol, event_ts, seq, ingest_ts, is_final, source, window_size, window_step, window_start, window_end, version, macd, macd_signal, macd_hist, ema12, ema26, rsi14, imbalance_bid_px, imbalance_ask_px)
        SELECT 'AAPL', {At(at)}, {at.ToUnixTimeSeconds() - 1}, {At(at)}, 1, 'ta', 'PT1S', 'PT1S', {At(at)}, {At(at)}, 1, 1, 0.5, 0.5, 100, 100, 50, {bid}, {ask}
        """);
}
