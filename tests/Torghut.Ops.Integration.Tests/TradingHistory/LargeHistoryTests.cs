using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Sandbox.ClickHouse;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>A million decisions: what a page asks takes no longer than with few.</summary>
[Category("Long")]
public sealed class LargeHistoryTests
{
    private const int Decisions = 1_000_000;

    /// <summary>How long a statement may take; far above what is seen, because the machine may have other work.</summary>
    private const int MostMilliseconds = 5_000;

    private string _folder = "";
    private HistoryStore _store = null!;
    private ClickHouseServer _clickHouse = null!;
    private RunningOps _ops = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-large-").FullName;
        _store = await HistoryStores.CreateAsync();
        await LargeHistory.FillAsync(_store, Decisions);
        _clickHouse = await ClickHouseServer.StartAsync(new ClickHouseOptions { DataDirectory = _folder }, NullLoggerFactory.Instance, CancellationToken.None);
        var settings = new ClickHouseClientSettings { Endpoint = _clickHouse.BaseAddress, Timeout = TimeSpan.FromMinutes(5) };
        using var client = ClickHouseClient.Create(settings, TimeProvider.System);
        await LargeHistory.FillAsync(client, Decisions);
        _ops = await RunningOps.StartAsync(new Dictionary<string, string>(_store.Keys) { ["TA_CLICKHOUSE_URL"] = _clickHouse.BaseAddress.ToString() });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _ops.DisposeAsync();
        await _clickHouse.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Explain_AnyOfAMillion_IsThereIn300Milliseconds()
    {
        var ids = await _store.RowsAsync("SELECT id FROM trade_decisions TABLESAMPLE SYSTEM (0.1) LIMIT 220", row => row.GetGuid(0));
        var chain = (await _ops.JsonAsync($"{ReadHistory.Root}/decisions/{ids[0]}")).GetProperty("chain").EnumerateArray().Take(3);
        Assert.That(chain.Select(step => step.GetProperty("source").ValueKind), Has.None.EqualTo(JsonValueKind.Null), "ticks, bar and signal are found");
        var durations = await MeasureAsync([.. ids.Select(id => $"decisions/{id}")]);
        Assert.That(durations.P95, Is.LessThanOrEqualTo(300), "the explanation's figure of the issue");
    }

    [TestCase("decisions?day=2026-08-03&limit=500")]
    [TestCase("decisions?day=2026-08-03&symbol=S7&strategy=trend")]
    [TestCase("executions?day=2026-08-03")]
    [TestCase("days?from=2026-07-01&to=2026-08-03")]
    [TestCase("strategies")]
    [TestCase("why?symbol=S7&at=2026-08-03T14:00:00Z")]
    public async Task Answer_OfADay_DoesNotGrowWithHistory(string path) =>
        Assert.That((await MeasureAsync([.. Enumerable.Repeat(path, 21)])).P95, Is.LessThanOrEqualTo(MostMilliseconds));

    /// <summary>Not for what was traded on all days before, nor for a position that was never flat.</summary>
    [Test]
    public async Task Summary_OfADay_IsThereIn300Milliseconds()
    {
        var anomalies = (await _ops.JsonAsync($"{ReadHistory.Root}/summary?day=2026-08-03&symbol=HELD")).GetProperty("pnl").GetProperty("anomalies");
        Assert.That(anomalies.EnumerateArray().Select(anomaly => anomaly.GetProperty("code").GetString()), Does.Contain("estimated_cost"));
        Assert.That((await MeasureAsync([.. Enumerable.Repeat("summary?day=2026-08-03", 61)])).P95, Is.LessThanOrEqualTo(300));
    }

    /// <summary>Whoever looks at a decision does not wait for those who ask for months.</summary>
    [Test]
    public async Task Explain_WhileTwentySummariesOfThreeMonthsAreMade_DoesNotWaitForThem()
    {
        var ids = await _store.RowsAsync("SELECT id FROM trade_decisions TABLESAMPLE SYSTEM (0.1) LIMIT 40", row => row.GetGuid(0));
        var summaries = Task.WhenAll(Enumerable.Range(0, 20).Select(
            day => _ops.GetAsync($"{ReadHistory.Root}/summary?from=2026-05-{1 + day:00}T00:00:00Z&to=2026-08-01T00:00:00Z")));
        var durations = await MeasureAsync([.. ids.Select(id => $"decisions/{id}")]);
        Assert.That(summaries.IsCompleted, Is.False, "or nothing ran beside it");
        Assert.That(durations.P95, Is.LessThanOrEqualTo(MostMilliseconds));
        Assert.That((await summaries).Select(summary => summary.Status), Has.All.AnyOf(200, 503));
    }

    private async Task<(double P50, double P95)> MeasureAsync(IReadOnlyList<string> paths)
    {
        var durations = new List<double>();
        foreach (var path in paths)
        {
            var began = Stopwatch.GetTimestamp();
            await _ops.JsonAsync($"{ReadHistory.Root}/{path}");
            durations.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        // The first ones pay for compilation.
        var sorted = durations.Skip(durations.Count / 10).Order().ToArray();
        var found = (sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.95)]);
        TestContext.Progress.WriteLine($"drill: {paths[0]}: p50 {found.Item1:0.0} ms, p95 {found.Item2:0.0} ms of {sorted.Length}");
        return found;
    }
}
