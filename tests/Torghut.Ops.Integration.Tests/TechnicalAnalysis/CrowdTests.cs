using System.Diagnostics;
using System.Text.Json;

namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>Many who ask for much while the store goes away in the middle of its answers: each is told, and nobody else waits.</summary>
[NonParallelizable]
public sealed class CrowdTests
{
    [TestCase(true)]
    [TestCase(false, Category = "Long")]
    public async Task Ranges_TwentyAtOnceOfAStoreThatGoesAwayInTheMiddle_AreAllToldAndHoldUpNobody(bool closes)
    {
        await using var store = new HalfAnswer(closes);
        await using var ops = await RunningOps.StartAsync(new Dictionary<string, string>
        {
            ["TA_CLICKHOUSE_URL"] = store.Address.ToString(),
            ["OPS_TA_QUERY_SECONDS"] = "2",
            ["TORGHUT_HTTP_REQUESTS_PER_SECOND"] = "10000",
        });
        var ranges = Task.WhenAll(Enumerable.Range(0, 20).Select(
            number => ops.GetAsync($"/api/torghut/ta/bars?symbol=S{number}&from=2026-08-01T00:00:00Z&to=2026-08-09T00:00:00Z&step=1&limit=25000")));
        var longest = TimeSpan.Zero;
        while (!ranges.IsCompleted)
        {
            var began = Stopwatch.GetTimestamp();
            Assert.That((await ops.GetAsync("/api/torghut/symbols")).Status, Is.EqualTo(200));
            Assert.That((await ops.GetAsync("/api/torghut/calendar?from=2026-08-03&to=2026-08-07")).Status, Is.EqualTo(200));
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(began).Ticks));
        }

        foreach (var (status, body, contentType) in await ranges)
        {
            Assert.That((status, contentType), Is.EqualTo((503, "application/problem+json")), body);
            Assert.That(JsonDocument.Parse(body).RootElement.GetProperty("cause").GetString(), Is.EqualTo("clickhouse"));
        }

        await TestContext.Progress.WriteLineAsync($"drill: two answers of others took {longest.TotalMilliseconds:0} ms at most");
    }
}
