using ClickHouse.Driver.ADO.Readers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Ops.Http;
using Torghut.Ops.Snapshots;
using Torghut.Ops.TechnicalAnalysis;
using Torghut.Sandbox.ClickHouse;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>
/// Down-sampling by the store's statements equals a computation without one, with rows that came twice, over the days on which the clocks change.
/// </summary>
[NonParallelizable]
public sealed class SeriesTests
{
    private const int Seed = 20261201;
    private const int Seconds = 5_000;
    private const int BarValues = 7;
    private const int SignalValues = 17;

    private static readonly DateTimeOffset SummerTime = new(2013, 3, 10, 6, 20, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset StandardTime = new(2013, 11, 3, 5, 20, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Midnight = new(2013, 10, 8, 3, 20, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset[] Starts = [SummerTime, StandardTime, Midnight];

    private readonly List<TaRow> _bars = [];
    private readonly List<TaRow> _signals = [];
    private string _folder = "";
    private ClickHouseServer _server = null!;
    private ClickHouseClient _client = null!;
    private SeriesReader _reader = null!;
    private LatestReader _latest = null!;

    [OneTimeSetUp]
    public async Task FillTables()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-series-").FullName;
        _server = await ClickHouseServer.StartAsync(new ClickHouseOptions { DataDirectory = _folder }, NullLoggerFactory.Instance, CancellationToken.None);
        _client = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = _server.BaseAddress }, TimeProvider.System);
        await TaTables.CreateAsync(_client);
        var random = new Random(Seed);
        foreach (var start in Starts)
        {
            Fill(random, start.ToUnixTimeSeconds());
        }

        await TaTables.InsertBarsAsync(_client, _bars);
        await TaTables.InsertSignalsAsync(_client, _signals);
        var options = new TaReadOptions { QueryTimeout = TimeSpan.FromSeconds(60) };
        var store = new TaStore(_client, new TargetOptions(), options);
        _reader = new SeriesReader(store);
        _latest = new LatestReader(store, options, TimeProvider.System);
    }

    [OneTimeTearDown]
    public async Task StopServer()
    {
        _reader.Dispose();
        _client.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Table_OfTheTest_HoldsRowsThatCameTwice()
    {
        var rows = await _client.ExecuteScalarAsync("SELECT toInt64(count() - uniqExact(symbol, event_ts, seq)) FROM torghut.ta_microbars");
        Assert.That(rows, Is.GreaterThan(1000L), "Or nothing here would show that duplicates are left out.");
    }

    [TestCase(25)]
    [TestCase(1_000, Category = "Long")]
    [TimeLimit(3600)]
    public async Task Series_RandomRangesAndSteps_EqualANaiveComputation(int rounds)
    {
        var random = new Random(Seed + 1);
        for (var round = 0; round < rounds; round++)
        {
            await CheckAsync(AnyRequest(random));
        }
    }

    /// <summary>The store's own way of leaving out what came twice, and plain sums.</summary>
    [TestCase(5)]
    [TestCase(1_000, Category = "Long")]
    [TimeLimit(3600)]
    public async Task Series_RandomRangesAndSteps_EqualSqlOverFinalRows(int rounds)
    {
        var random = new Random(Seed + 2);
        for (var round = 0; round < rounds; round++)
        {
            var request = AnyRequest(random);
            var where = $"FINAL WHERE symbol = '{request.Symbol}' AND seq >= {request.First} AND seq < {request.End} GROUP BY t ORDER BY t";
            var start = $"toInt64(intDiv(seq, {request.Step}) * {request.Step}) AS t";
            var bars = await _client.QueryAsync(
                $"""
                SELECT {start}, argMin(o, seq), max(h), min(l), argMax(c, seq), sum(v),
                  sumIf(vwap * v, v > 0 AND isNotNull(vwap)) / sumIf(v, v > 0 AND isNotNull(vwap)), sum(count) FROM torghut.ta_microbars {where}
                """,
                reader => RowOf(reader, BarValues + 1));
            var indicators = SeriesSql.Indicators.Split(", ").Select(name => $"argMax(tuple({name}), seq).1");
            var signals = await _client.QueryAsync(
                $"SELECT {start}, {string.Join(", ", indicators)} FROM torghut.ta_signals {where}", reader => RowOf(reader, SignalValues + 1));
            Same((await _reader.ReadAsync(Series.Bars, request, CancellationToken.None)).Rows, bars, request);
            Same((await _reader.ReadAsync(Series.Signals, request, CancellationToken.None)).Rows, signals, request);
        }

        static double[] RowOf(ClickHouseDataReader reader, int columns) =>
            [.. Enumerable.Range(0, columns).Select(column => TaStore.Number(reader, column))];
    }

    [TestCase("2013-03-10", 23)]
    [TestCase("2013-11-03", 25)]
    [TestCase("2013-10-07", 24)]
    public async Task Series_OfADay_HasTheDaysOwnHours(string text, int hours)
    {
        var day = new TradingDay(DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        Assert.That((day.EndUtc - day.StartUtc).TotalHours, Is.EqualTo(hours));
        foreach (var step in new[] { 1, 60, 3600 })
        {
            await CheckAsync(new SeriesRequest("AAPL", TimeRange.Of(day), step, SeriesRequest.MostRows, null));
        }
    }

    [TestCase(10)]
    [TestCase(100)]
    [TestCase(2000)]
    [TestCase(25000)]
    public async Task Series_WithoutAStep_TakesTheFinestThatFits(int limit)
    {
        var request = new SeriesRequest("AAPL", new TimeRange(Midnight, Midnight.AddSeconds(Seconds), null), null, limit, null);
        var page = await _reader.ReadAsync(Series.Bars, request, CancellationToken.None);
        var expected = SeriesReader.UsualSteps.First(step => Naive(_bars, request, step, BarOf).Count <= limit);
        Assert.That((page.Step, page.Next), Is.EqualTo((expected, (string?)null)));
        Assert.That(page.Rows, Has.Count.LessThanOrEqualTo(limit));
    }

    [Test]
    public async Task Series_PageByPage_IsTheWhole()
    {
        var range = new TimeRange(Midnight.AddSeconds(7), Midnight.AddSeconds(Seconds), null);
        var whole = await _reader.ReadAsync(Series.Bars, new SeriesRequest("AAPL", range, 30, SeriesRequest.MostRows, null), CancellationToken.None);
        var walked = new List<double[]>();
        var query = $"?symbol=AAPL&from={UtcInstantConverter.Write(range.From)}&to={UtcInstantConverter.Write(range.To)}&step=30&limit=7";
        for (var next = ""; next is not null;)
        {
            var context = new DefaultHttpContext();
            context.Request.QueryString = new QueryString(query + next);
            var page = await _reader.ReadAsync(Series.Bars, SeriesRequest.Read(new QueryReader(context.Request)), CancellationToken.None);
            walked.AddRange(page.Rows);
            next = page.Next is null ? null : $"&cursor={page.Next}";
        }

        Assert.That(walked, Is.EqualTo(whole.Rows));
    }

    [Test]
    public async Task Series_OfASymbolWithoutRows_IsEmpty()
    {
        var request = new SeriesRequest("NONE", new TimeRange(Midnight, Midnight.AddDays(1), null), null, 100, null);
        foreach (var series in new[] { Series.Bars, Series.Signals })
        {
            var page = await _reader.ReadAsync(series, request, CancellationToken.None);
            Assert.That((page.Rows.Count, page.Step, page.Next), Is.EqualTo((0, 1, (string?)null)));
        }
    }

    [Test]
    public async Task Latest_OfAllAndOfOne_IsTheNewestRow()
    {
        var all = (await _latest.ReadAsync(null, CancellationToken.None)).Items;
        Assert.That(all.Select(item => item.Symbol), Is.EqualTo(new[] { "AAPL", "BRK.B" }));
        foreach (var item in all)
        {
            var (bar, signal) = (Newest(_bars, item.Symbol), Newest(_signals, item.Symbol));
            Assert.That(item.Bar, Is.EqualTo(bar.Values));
            Assert.That(item.BarTs.ToUnixTimeSeconds(), Is.EqualTo(bar.Second + 1));
            Assert.That(item.Signal!.Value.Values, Is.EqualTo(signal.Values));
            var one = (await _latest.ReadAsync(item.Symbol, CancellationToken.None)).Items.Single();
            Assert.That((one.BarTs, one.Signal!.Value.EventTs), Is.EqualTo((item.BarTs, item.Signal.Value.EventTs)));
            Assert.That(one.Bar, Is.EqualTo(bar.Values));
        }

        Assert.That((await _latest.ReadAsync("NONE", CancellationToken.None)).Items, Is.Empty);
    }

    /// <summary>Such a row is no newest one, and hides nothing: neither the other symbols nor what its own has.</summary>
    [Test]
    public async Task Latest_OneRowIsOfATimeToCome_ShowsWhatWouldBeThereWithoutIt()
    {
        var expected = (await _latest.ReadAsync(null, CancellationToken.None)).Items;
        var future = new TaRow("AAPL", TimeProvider.System.GetUtcNow().AddYears(20).ToUnixTimeSeconds(), 0, [1, 1, 1, 1, 1, 1, 1]);
        await TaTables.InsertBarsAsync(_client, [future]);
        try
        {
            Assert.That(Shown(await _latest.ReadAsync(null, CancellationToken.None)), Is.EqualTo(expected.Select(item => (item.Symbol, item.BarTs))));
            Assert.That(Shown(await _latest.ReadAsync("AAPL", CancellationToken.None)), Is.EqualTo(expected.Take(1).Select(item => (item.Symbol, item.BarTs))));
        }
        finally
        {
            var partition = DateTimeOffset.FromUnixTimeSeconds(future.Second + 1);
            await _client.ExecuteNonQueryAsync($"ALTER TABLE torghut.ta_microbars DROP PARTITION '{partition:yyyy-MM-dd}'");
        }

        static IEnumerable<(string, DateTimeOffset)> Shown(Latest latest) => latest.Items.Select(item => (item.Symbol, item.BarTs));
    }

    private static SeriesRequest AnyRequest(Random random)
    {
        var start = Starts[random.Next(Starts.Length)];
        var from = start.AddMilliseconds(random.Next(-600_000, Seconds * 1000));
        var to = from.AddMilliseconds(random.Next(1, 4_000_000));
        var step = random.Next(4) == 0 ? 1 : random.Next(1, 2000);
        return new SeriesRequest(random.Next(2) == 0 ? "AAPL" : "BRK.B", new TimeRange(from, to, null), step, SeriesRequest.MostRows, null);
    }

    private async Task CheckAsync(SeriesRequest request)
    {
        var bars = await _reader.ReadAsync(Series.Bars, request, CancellationToken.None);
        var signals = await _reader.ReadAsync(Series.Signals, request, CancellationToken.None);
        Same(bars.Rows, Naive(_bars, request, request.Step!.Value, BarOf), request);
        Same(signals.Rows, Naive(_signals, request, request.Step.Value, step => step[^1].Values), request);
    }

    /// <summary>Exact, but for what a sum of halves may round off in another order.</summary>
    private static void Same(IReadOnlyList<double[]> rows, IReadOnlyList<double[]> expected, SeriesRequest request)
    {
        Assert.That(rows.Select(row => row[0]), Is.EqualTo(expected.Select(row => row[0])), request.ToString());
        foreach (var (row, naive) in rows.Zip(expected))
        {
            for (var column = 1; column < naive.Length; column++)
            {
                var isSame = row[column].Equals(naive[column]) || Math.Abs(row[column] - naive[column]) <= 1e-13 * Math.Abs(naive[column]);
                Assert.That(isSame, Is.True, $"{request}: column {column} of {row[0]} is {row[column]:R}, not {naive[column]:R}");
            }
        }
    }

    private static List<double[]> Naive(List<TaRow> rows, SeriesRequest request, int step, Func<IReadOnlyList<TaRow>, double[]> aggregate) =>
        [.. rows.Where(row => row.Symbol == request.Symbol && DateTimeOffset.FromUnixTimeSeconds(row.Second) >= request.Range.From
                && DateTimeOffset.FromUnixTimeSeconds(row.Second) < request.Range.To)
            .GroupBy(row => row.Second).Select(copies => copies.MaxBy(row => row.Copy)!).OrderBy(row => row.Second)
            .GroupBy(row => row.Second / step * step).Select(group => (double[])[group.Key, .. aggregate([.. group])])];

    private static double[] BarOf(IReadOnlyList<TaRow> step)
    {
        var traded = step.Where(row => row.Values[4] > 0 && !double.IsNaN(row.Values[5])).ToList();
        var notional = traded.Sum(row => (decimal)row.Values[5] * (decimal)row.Values[4]);
        var volume = traded.Sum(row => (decimal)row.Values[4]);
        return
        [
            step[0].Values[0], step.Max(row => row.Values[1]), step.Min(row => row.Values[2]), step[^1].Values[3],
            (double)step.Sum(row => (decimal)row.Values[4]), volume > 0 ? (double)(notional / volume) : double.NaN, step.Sum(row => row.Values[6]),
        ];
    }

    private static TaRow Newest(List<TaRow> rows, string symbol) =>
        rows.Where(row => row.Symbol == symbol).OrderBy(row => row.Second).ThenBy(row => row.Copy).Last();

    private void Fill(Random random, long start)
    {
        foreach (var symbol in new[] { "AAPL", "BRK.B" })
        {
            for (var second = start; second < start + Seconds; second++)
            {
                if (random.Next(3) == 0)
                {
                    continue;
                }

                for (var copy = 0; copy <= Math.Max(0, random.Next(6) - 3); copy++)
                {
                    _bars.Add(new TaRow(symbol, second, copy, Bar(random)));
                    _signals.Add(new TaRow(symbol, second, copy, [.. Enumerable.Range(0, SignalValues).Select(_ => Price(random, 20))]));
                }
            }
        }
    }

    private static double[] Bar(Random random)
    {
        double[] prices = [.. Enumerable.Range(0, BarValues - 3).Select(_ => Price(random, 0))];
        return
        [
            prices[0], prices.Max(), prices.Min(), prices[3], random.Next(8) == 0 ? 0 : random.Next(1, 100_000) / 4.0, Price(random, 10),
            random.Next(1, 500),
        ];
    }

    /// <param name="nullPercent">How often there is none.</param>
    private static double Price(Random random, int nullPercent) =>
        random.Next(100) < nullPercent ? double.NaN : Math.Round(100 + (random.NextDouble() * 50), 4);
}
