using System.Diagnostics;
using Torghut.Common.Hosting;
using Torghut.Ta.Drills;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>A call of the Kafka client never returns, at each kind of place. It costs its client or the process, within its limit, and no record.</summary>
[TestFixture]
[Category("Drill")]
[NonParallelizable]
internal sealed class HungCallTests
{
    private const int Seed = 7;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    [Test]
    public async Task Poll_NeverReturns_TheProcessEndsAndTheNextGoesOn()
    {
        await using var sandbox = await TaSandbox.StartAsync();
        var environment = sandbox.Environment(("TA_GROUP_INSTANCE_ID", "a"), ("TA_WATERMARK_IDLE_TIMEOUT_MS", "15000"));
        await FeedAsync(sandbox);
        await using (var ta = new RunningTa(Hanging(environment, FailpointNames.PolledBeforeState + "=hang@100")))
        {
            await EndsStuckAsync(ta, "compute");
        }

        await IsCompleteAsync(sandbox, environment);
    }

    [Test]
    public async Task Commit_NeverReturns_TheSessionIsMadeAnewAndGoesOn()
    {
        await using var sandbox = await TaSandbox.StartAsync();
        var environment = sandbox.Environment(("TA_GROUP_INSTANCE_ID", "a"), ("TA_WATERMARK_IDLE_TIMEOUT_MS", "15000"));
        await FeedAsync(sandbox);
        await using var ta = new RunningTa(Hanging(environment, FailpointNames.OffsetsBeforeCommit + "=hang@2"));
        await Eventually.HoldsAsync(
            async () => await ta.MetricAsync("torghut_client_calls_overdue_total", "CommitTransaction") == 1, "the commit is abandoned", Timeout);
        await IsCompleteAsync(sandbox, null);
        Assert.That(ta.Process.HasExited, Is.False, "one call costs the session, not the process");
    }

    [Test]
    public async Task SinkLoop_NeverReturns_TheProcessEndsAndTheNextGoesOn()
    {
        await using var sandbox = await TaSandbox.StartAsync();
        await using var store = new StoreServer(sandbox.Folder);
        await store.StartAsync();
        var environment = sandbox.Environment(
            ("TA_GROUP_INSTANCE_ID", "a"), ("TA_CLICKHOUSE_URL", store.Address.ToString()), ("TA_CLICKHOUSE_FLUSH_MS", "50"),
            ("TA_CLICKHOUSE_TTL_DAYS_MICROBARS", "0"), ("TA_CLICKHOUSE_TTL_DAYS_SIGNALS", "0"));
        await FeedAsync(sandbox);
        await using (var ta = new RunningTa(Hanging(environment, FailpointNames.InsertedBeforeCommit + "=hang@1")))
        {
            await EndsStuckAsync(ta, "sink");
        }

        await using var next = new RunningTa(environment);
        await Eventually.HoldsAsync(
            async () => await store.ScalarAsync<long>("SELECT uniqExact(symbol, event_ts, seq) FROM torghut.ta_microbars")
                == (await sandbox.Microbars.LatestAsync()).Count,
            "every bar is stored",
            Timeout);
    }

    private static Dictionary<string, string> Hanging(IReadOnlyDictionary<string, string> environment, string point) =>
        new(environment) { ["DOTNET_ENVIRONMENT"] = "Drill", ["FAILPOINTS"] = point };

    private static async Task FeedAsync(TaSandbox sandbox)
    {
        using var feeder = await Feeder.OpenAsync(sandbox);
        new SplitScenario(Scenario.Make(Seed)).Send(feeder, 0, 1);
    }

    private static async Task EndsStuckAsync(RunningTa ta, string loop)
    {
        var watch = Stopwatch.StartNew();
        Assert.That(await ta.Process.WaitForExitAsync(Timeout), Is.EqualTo(ExitCodes.Stuck), ta.Process.Output);
        await Eventually.HoldsAsync(
            () => ta.Process.Output.Contains($"the loop {loop} stands still for 45 s", StringComparison.Ordinal), "the last line says why");
        await TestContext.Out.WriteLineAsync($"drill: a call of {loop} that never returns: the process ended {watch.Elapsed.TotalSeconds:0} s after its start");
    }

    private static async Task IsCompleteAsync(TaSandbox sandbox, IReadOnlyDictionary<string, string>? next)
    {
        var expected = new SplitScenario(Scenario.Make(Seed)).Expected;
        await using var ta = next is null ? null : new RunningTa(next);
        await Eventually.HoldsAsync(
            async () => (await sandbox.Signals.LatestAsync()).Count >= expected.Signals.Count, "every signal is there", Timeout);
        OracleComparison.AssertEqual(await sandbox.Microbars.LatestAsync(), await sandbox.Signals.LatestAsync(), expected);
    }
}
