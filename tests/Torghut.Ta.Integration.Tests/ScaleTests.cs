using System.Diagnostics;
using System.Globalization;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>Several processes of one group: they join, one is killed, one leaves. Nothing is lost and nothing doubled.</summary>
[TestFixture]
internal sealed class ScaleTests
{
    private static readonly TimeSpan Timeout = Eventually.Timeout;

    [Test]
    [Category("Long")]
    public async Task Run_ThreeJoinOneKilledOneLeaves_LosesAndDoublesNothing()
    {
        var scenario = new SplitScenario(Scenario.Make(30, trades: 6_000, seconds: 900).Disturbed(new Random(30), 3 * Scenario.Second));
        await using var sandbox = await TaSandbox.StartAsync();
        var bars = sandbox.Microbars;
        var signals = sandbox.Signals;
        using var feeder = await Feeder.OpenAsync(sandbox);
        var instances = new List<RunningTa>();
        try
        {
            scenario.Send(feeder, 0, 4);
            for (var i = 0; i < 3; i++)
            {
                instances.Add(new RunningTa(Environment(sandbox)));
            }

            await Eventually.HoldsAsync(async () => await IsSpreadAsync(instances), "each of three instances has one partition", Timeout);

            scenario.Send(feeder, 1, 4);
            var (killed, watch) = (instances[0], Stopwatch.StartNew());
            instances.RemoveAt(0);
            await killed.Process.KillAsync();
            await killed.DisposeAsync();
            scenario.Send(feeder, 2, 4);
            await ReportAsync("killed", instances, watch);

            (var leaver, watch) = (instances[0], Stopwatch.StartNew());
            instances.RemoveAt(0);
            Assert.That(await leaver.Process.StopAsync(), Is.Zero, leaver.Process.Output);
            await leaver.DisposeAsync();
            scenario.Send(feeder, 3, 4);
            await ReportAsync("left gracefully", instances, watch);
            await Eventually.HoldsAsync(async () => (await signals.LatestAsync()).Count >= scenario.Expected.Signals.Count, "every signal is there", Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail(
                $"{exception.Message} {(await signals.LatestAsync()).Count} of {scenario.Expected.Signals.Count}\n{string.Join("\n---\n", instances.Select(i => i.Process.Output))}");
        }
        finally
        {
            foreach (var instance in instances)
            {
                await instance.DisposeAsync();
            }
        }

        OracleComparison.AssertEqual(await bars.LatestAsync(), await signals.LatestAsync(), scenario.Expected);
        Assert.That(await bars.ReadAsync(), Has.Count.EqualTo(scenario.Expected.Bars.Count), "no bar twice");
        Assert.That(await signals.ReadAsync(), Has.Count.EqualTo(scenario.Expected.Signals.Count), "no signal twice");
    }

    private static Dictionary<string, string> Environment(TaSandbox sandbox) =>
        sandbox.Environment(("TA_WATERMARK_IDLE_TIMEOUT_MS", "15000"), ("TA_KAFKA_SESSION_TIMEOUT_MS", "3000"));

    private static async Task<bool> IsSpreadAsync(List<RunningTa> instances)
    {
        var each = new List<int>();
        foreach (var instance in instances)
        {
            if (await AssignedAsync([instance]) is not [var partition])
            {
                return false;
            }

            each.Add(partition);
        }

        return each.Order().SequenceEqual([0, 1, 2]);
    }

    private static async Task ReportAsync(string what, List<RunningTa> instances, Stopwatch watch)
    {
        await Eventually.HoldsAsync(async () => (await AssignedAsync(instances)).Order().SequenceEqual([0, 1, 2]),
            $"after one was {what} the others have everything", Timeout);
        await TestContext.Progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"One instance {what}: the others worked on with its partition {watch.Elapsed.TotalSeconds:0.0} s later."));
    }

    private static async Task<List<int>> AssignedAsync(IEnumerable<RunningTa> instances)
    {
        var assigned = new List<int>();
        foreach (var instance in instances)
        {
            try
            {
                var compute = (await instance.StatusAsync()).GetProperty("compute");
                if (!compute.GetProperty("joined").GetBoolean())
                {
                    continue;
                }

                assigned.AddRange(compute.GetProperty("partitions").EnumerateArray().Select(p => p.GetProperty("partition").GetInt32()));
            }
            catch (HttpRequestException)
            {
                // It does not listen yet: it has nothing assigned either.
                continue;
            }
        }

        return assigned;
    }
}
