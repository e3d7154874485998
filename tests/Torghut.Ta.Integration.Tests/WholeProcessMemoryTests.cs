using System.Globalization;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>
/// Days of ever other symbols, then a flood of names: the process with its clients, its changelog and its sink stays within its bound, holds no more than the
/// symbols of a day, and refuses what is beyond TA_MAX_SYMBOLS while the known go on.
/// </summary>
// A process can have one ClickHouse engine at a time.
[TestFixture]
[NonParallelizable]
internal sealed class WholeProcessMemoryTests
{
    private const int Days = 3;
    private const int Day = 16 * 3_600;
    private const int Minute = 60;
    private const long Mebibyte = 1 << 20;

    /// <summary>More than a day of silence, so that the day before is over when the next one begins.</summary>
    private const int Apart = 32 * 3_600;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    private long _clock;
    private long _number;

    [Test]
    [Category("Long")]
    public Task Days_OfEverOtherSymbols_HoldThoseOfADay() => CheckAsync(symbols: 300, turns: 4, limit: 512 * Mebibyte, sink: false);

    [Test]
    [Category("Drill")]
    public Task Drill_TenThousandSymbolsADay_StayWithinAGigabyteAndFlat() => CheckAsync(symbols: 10_000, turns: 32, limit: 1_024 * Mebibyte, sink: true);

    private async Task CheckAsync(int symbols, int turns, long limit, bool sink)
    {
        await using var sandbox = await TaSandbox.StartAsync();
        await using var store = new StoreServer(sandbox.Folder);
        if (sink)
        {
            await store.StartAsync();
        }

        // Room for the symbols of the day before, whose places are given back when both logs are in the next one.
        await using var ta = new RunningTa(sandbox.Environment(
            ("TA_MAX_SYMBOLS", Text(2 * symbols)), ("TA_CHECKPOINT_INTERVAL_MS", "1000"), ("TA_CLICKHOUSE_URL", sink ? store.Address.ToString() : ""),
            ("TA_CLICKHOUSE_TTL_DAYS_MICROBARS", "0"), ("TA_CLICKHOUSE_TTL_DAYS_SIGNALS", "0")));
        using var feeder = await Feeder.OpenAsync(sandbox);
        var (peaks, bars) = (new List<long>(), 0L);
        for (var day = 0; day < Days; day++)
        {
            ProcessMemory.ResetPeak(ta.Process.Id);
            Feed(feeder, Names(day, symbols), turns, Day / turns);
            await HasSentAsync(ta, bars += symbols * turns, sink);
            peaks.Add(ProcessMemory.Peak(ta.Process.Id));
            await Eventually.ReadsAsync(() => ta.MetricAsync("torghut_ta_state_symbols"), count => count == symbols, $"day {day} holds its own symbols");
            _clock += Apart;
        }

        Assert.That(await ta.MetricAsync("torghut_ta_implausible_events_total"), Is.Zero);
        Assert.That(await ta.MetricAsync("torghut_ta_evicted_symbols_total"), Is.EqualTo((Days - 1) * symbols));
        _clock -= Apart;
        ProcessMemory.ResetPeak(ta.Process.Id);
        Feed(feeder, Names(Days, 3 * symbols), 1, Minute);
        Feed(feeder, Names(Days - 1, symbols), 2, Minute);
        await HasSentAsync(ta, bars + (3 * symbols), sink);
        peaks.Add(ProcessMemory.Peak(ta.Process.Id));

        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"drill: {symbols} symbols a day, {_number} trades and as many quotes, {(sink ? "with" : "without")} sink: at most {string.Join(", ", peaks.Select(bytes => bytes / Mebibyte))} MiB resident in each day and in a flood of {3 * symbols} names"));
        Assert.That(await ta.MetricAsync("torghut_ta_state_symbols"), Is.EqualTo(2 * symbols));
        Assert.That(await ta.MetricAsync("torghut_ta_implausible_events_total", "too_many_symbols"), Is.EqualTo(2 * 2 * symbols), "trade and quote of each");
        Assert.That(peaks.Max(), Is.LessThan(limit));
        Assert.That(peaks[Days - 1], Is.LessThan(peaks[0] * 1.25), "flat");
    }

    /// <summary>A trade and a quote of every symbol in each turn, in the first half of the turn's seconds.</summary>
    private void Feed(Feeder feeder, string[] symbols, int turns, int seconds)
    {
        for (var turn = 0; turn < turns; turn++, _clock += seconds)
        {
            for (var i = 0; i < symbols.Length; i++)
            {
                var ts = Scenario.Start + (_clock * Scenario.Second) + (i * (seconds * Scenario.Second / 2 / symbols.Length));
                feeder.Send(new OracleTrade(symbols[i], ts, ++_number, _number, ts + 7, _number, "V", 100 + (_number % 7), 10));
                feeder.Send(new OracleQuote(symbols[i], ts, _number, _number, ts + 7, 99, 1, 101, 1));
            }
        }

        feeder.Flush();
    }

    /// <summary>Every trade is alone in its second.</summary>
    private static async Task HasSentAsync(RunningTa ta, long bars, bool sink)
    {
        try
        {
            await Eventually.HoldsAsync(
                async () => await ta.MetricAsync("torghut_ta_microbars_total") >= bars && await ta.MetricAsync("torghut_ta_signals_total") >= bars
                    && (!sink || (await ta.MetricAsync("torghut_ta_sink_rows_total", "ta_signals") >= bars
                        && await ta.MetricAsync("torghut_ta_sink_lag_rows") == 0)),
                $"{bars} bars and signals are sent", Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail($"{exception.Message} {await ta.MetricAsync("torghut_ta_microbars_total")}\n{await ta.StatusAsync()}\n{ta.Process.Output}");
        }
    }

    private static string[] Names(int day, int count) => [.. Enumerable.Range(0, count).Select(number => $"S{(char)('A' + day)}{Text(number)}")];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
