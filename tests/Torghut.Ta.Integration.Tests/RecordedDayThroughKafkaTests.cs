using System.Diagnostics;
using System.Globalization;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Golden;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>
/// A day as fast as it goes, killed five times: a small one that is made, and as a drill the recorded one. TORGHUT_TICKS names a LEAN data folder with
/// 2013-10-07; without it the drill takes the made day, too.
/// </summary>
[TestFixture]
internal sealed class RecordedDayThroughKafkaTests
{
    private const int Kills = 5;
    private static readonly DateOnly Date = new(2013, 10, 7);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(8);

    [Test]
    [Category("Long")]
    public async Task Run_MadeDayKilledFiveTimes_EqualsTheOracleAndAnUndisturbedRun()
    {
        using var day = RecordedDay.OpenMade(Date);
        var symbols = SymbolsOf(day);
        var straight = await RunAsync(day.Folder, symbols, kills: 0);
        Assert.That(await RunAsync(day.Folder, symbols, Kills), Is.EqualTo(straight), "killed");
    }

    [Test]
    [Category("Drill")]
    public async Task Run_WholeDayKilledFiveTimes_EqualsTheOracleAndTwoUndisturbedRuns()
    {
        using var day = RecordedDay.Open(Date);
        var symbols = SymbolsOf(day);
        var straight = await RunAsync(day.Folder, symbols, kills: 0);
        Assert.That(await RunAsync(day.Folder, symbols, kills: 0), Is.EqualTo(straight), "undisturbed once more");
        Assert.That(await RunAsync(day.Folder, symbols, Kills), Is.EqualTo(straight), "killed");
    }

    private static List<string> SymbolsOf(RecordedDay day) =>
        [.. Directory.GetDirectories(Path.Combine(day.Folder, "equity", "usa", "tick")).Select(d => Path.GetFileName(d).ToUpperInvariant())
            .Order(StringComparer.Ordinal)];

    private static async Task<(string Bars, string Signals)> RunAsync(string folder, List<string> symbols, int kills)
    {
        await using var sandbox = await TaSandbox.StartAsync(symbols.Count);
        var bars = sandbox.Microbars;
        var signals = sandbox.Signals;
        var (trades, events, expected) = await FeedAsync(sandbox, folder, symbols);
        var environment = sandbox.Environment(
            ("TA_GROUP_INSTANCE_ID", "a"), ("TA_WATERMARK_IDLE_TIMEOUT_MS", "3000"), ("TA_CHECKPOINT_INTERVAL_MS", "200"));
        var random = new Random(5);
        var watch = Stopwatch.StartNew();
        for (var kill = 0; kill < kills; kill++)
        {
            await using var dying = new RunningTa(environment);
            await Eventually.HoldsAsync(async () => await dying.MetricAsync("torghut_ta_events_total") > random.Next(events / 20), "some records are processed",
                Timeout);
            await dying.Process.KillAsync();
        }

        await using var ta = new RunningTa(environment);
        try
        {
            await Eventually.HoldsAsync(() => IsThroughAsync(ta, trades), "every record is processed", Timeout);
            watch.Stop();
            await Eventually.HoldsAsync(async () => (await signals.ReadAsync()).Count >= expected.Signals.Count, "every signal is there", Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail($"{exception.Message} {(await signals.ReadAsync()).Count} of {expected.Signals.Count}\n{await ta.StatusAsync()}\n{ta.Process.Output}");
        }

        var memory = Process.GetProcessById(ta.Process.Id).PeakWorkingSet64 / 1_000_000;
        await TestContext.Progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{events} records, {kills} kills: {watch.Elapsed.TotalSeconds:0.0} s, {events / watch.Elapsed.TotalSeconds:0}/s, {memory} MB at most, CPU {Process.GetProcessById(ta.Process.Id).TotalProcessorTime.TotalSeconds:0.0} s"));
        OracleComparison.AssertEqual(await bars.LatestAsync(), await signals.LatestAsync(), expected);
        return (await bars.DigestAsync(), await signals.DigestAsync());
    }

    /// <summary>Asks for little, so that asking does not take the processor that is measured.</summary>
    private static async Task<bool> IsThroughAsync(RunningTa ta, int trades)
    {
        if (!(await ta.ReadinessAsync()).Ready)
        {
            return false;
        }

        var partitions = (await ta.StatusAsync()).GetProperty("compute").GetProperty("partitions").EnumerateArray().ToList();
        // Quotes far ahead of the last trade wait for the next one, so trades tell when the day is over.
        return partitions.Sum(p => p.GetProperty("trades_offset").GetInt64()) >= trades && partitions.All(p => p.GetProperty("trades_idle").GetBoolean());
    }

    private static async Task<(int Trades, int Events, OracleResult Expected)> FeedAsync(TaSandbox sandbox, string folder, List<string> symbols)
    {
        using var feeder = await Feeder.OpenAsync(sandbox);
        var results = new List<OracleResult>();
        var (tradeCount, events) = (0, 0);
        for (var partition = 0; partition < symbols.Count; partition++)
        {
            var trades = RecordedEvents.Trades(folder, symbols[partition], Date).ToList();
            var quotes = RecordedEvents.Quotes(folder, symbols[partition], Date).ToList();
            foreach (var trade in trades)
            {
                feeder.Send(trade, partition);
            }

            foreach (var quote in quotes)
            {
                feeder.Send(quote, partition);
            }

            tradeCount += trades.Count;
            events += trades.Count + quotes.Count;
            results.Add(TaOracle.Run(trades, quotes, new OracleSettings()));
        }

        feeder.Flush();
        return (tradeCount, events, new OracleResult([.. results.SelectMany(r => r.Bars)], [.. results.SelectMany(r => r.Signals)], 0, 0, 0));
    }
}
