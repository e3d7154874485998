using System.Diagnostics;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>A million decisions: what a page asks takes no longer than with few.</summary>
[Category("Long")]
public sealed class LargeHistoryTests
{
    private const int Decisions = 1_000_000;

    /// <summary>How long a statement may take; far above what is seen, because the machine may have other work.</summary>
    private const int MostMilliseconds = 5_000;

    private HistoryStore _store = null!;
    private RunningOps _ops = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _store = await HistoryStores.CreateAsync();
        await LargeHistory.FillAsync(_store, Decisions);
        _ops = await RunningOps.StartAsync(_store.Keys);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _ops.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Explain_AnyOfAMillion_IsThereIn300Milliseconds()
    {
        var ids = await _store.RowsAsync("SELECT id FROM trade_decisions TABLESAMPLE SYSTEM (0.1) LIMIT 220", row => row.GetGuid(0));
        var durations = await MeasureAsync([.. ids.Select(id => $"decisions/{id}")]);
        Assert.That(durations.P95, Is.LessThanOrEqualTo(300), "the explanation's figure of the issue");
    }

    [TestCase("decisions?day=2026-08-03&limit=500")]
    [TestCase("decisions?day=2026-08-03&symbol=S7&strategy=trend")]
    [TestCase("executions?day=2026-08-03")]
    [TestCase("summary?day=2026-08-03")]
    [TestCase("days?from=2026-07-01&to=2026-08-03")]
    [TestCase("strategies")]
    [TestCase("why?symbol=S7&at=2026-08-03T14:00:00Z")]
    public async Task Answer_OfADay_DoesNotGrowWithHistory(string path) =>
        Assert.That((await MeasureAsync([.. Enumerable.Repeat(path, 21)])).P95, Is.LessThanOrEqualTo(MostMilliseconds));

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
