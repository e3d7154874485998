using System.Globalization;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>
/// Four hundred days of a thin symbol are replayed as fast as they go while a busy one trades: all of it is stored, and from the trade that closes a second
/// of the busy one to the query that finds its bar it takes less than two seconds.
/// </summary>
// A process can have one ClickHouse engine at a time.
[TestFixture]
[NonParallelizable]
internal sealed class ThinSymbolDrillTests
{
    private const int Days = 400;
    private const int TradesADay = 50;
    private const int SecondsBefore = 10;

    /// <summary>In another partition than the busy symbol, without which all of it would be late, and one that the client gets in front of that.</summary>
    private const string Thin = "THNS";

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    [Test]
    [Category("Drill")]
    public async Task Drill_FourHundredDaysReplayed_DelayNobody()
    {
        await using var sandbox = await TaSandbox.StartAsync();
        await using var store = new StoreServer(sandbox.Folder);
        await store.StartAsync();
        await using var ta = new RunningTa(sandbox.Environment(
            ("TA_CLICKHOUSE_URL", store.Address.ToString()), ("TA_CLICKHOUSE_TTL_DAYS_MICROBARS", "0"), ("TA_CLICKHOUSE_TTL_DAYS_SIGNALS", "0")));
        await ta.BecomesReadyAsync(Timeout);
        await using var busy = await BusySymbol.StartAsync(sandbox, store);
        await Eventually.HoldsAsync(() => busy.Seconds >= SecondsBefore, "bars of the busy symbol are found", Timeout);
        var before = busy.Take();

        var began = TimeProvider.System.GetTimestamp();
        await ReplayAsync(sandbox);
        await Eventually.HoldsAsync(
            async () => await StoredAsync(store, "ta_microbars") == Days * TradesADay && await StoredAsync(store, "ta_signals") == Days * TradesADay,
            "every bar and signal of the thin symbol is stored", Timeout);
        var took = TimeProvider.System.GetElapsedTime(began);
        var meanwhile = busy.Take();

        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"drill: {Days} days, {Days * TradesADay} bars and signals stored in {took.TotalSeconds:0.0} s; the busy symbol's bars were found after {Text(meanwhile)} (before: {Text(before)})"));
        Assert.That(await store.ScalarAsync<int>($"SELECT uniqExact(toDate(event_ts)) FROM torghut.ta_microbars WHERE symbol = '{Thin}'"), Is.EqualTo(Days));
        Assert.That(await ta.MetricAsync("torghut_ta_sink_errors_total"), Is.Zero, ta.Process.Output);
        Assert.That(await ta.MetricAsync("torghut_ta_late_events_total"), Is.Zero);
        Assert.That(meanwhile, Is.Not.Empty);
        Assert.That(meanwhile.Max(), Is.LessThan(Most));
    }

    private static async Task ReplayAsync(TaSandbox sandbox)
    {
        using var feeder = await Feeder.OpenAsync(sandbox);
        for (var i = 0; i < Days * TradesADay; i++)
        {
            var ts = Scenario.Start + (((i / TradesADay * 86_400L) + (i % TradesADay * 400)) * Scenario.Second);
            feeder.Send(new OracleTrade(Thin, ts, i, i, ts + 7, i, "V", 100 + (i % 7), 1, "@"));
        }

        feeder.Flush();
    }

    private static Task<int> StoredAsync(StoreServer store, string table) =>
        store.ScalarAsync<int>($"SELECT uniqExact(event_ts, seq) FROM torghut.{table} WHERE symbol = '{Thin}'");

    private static string Text(IReadOnlyList<TimeSpan> lags)
    {
        var sorted = lags.Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted[sorted.Count / 2].TotalMilliseconds:0} ms in the middle and {sorted[^1].TotalMilliseconds:0} ms at most, {sorted.Count} seconds");
    }
}
