using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>A declared split, through Kafka and a SIGKILL, in the signals and in the status (ADR 0030).</summary>
[TestFixture]
internal sealed class CorporateActionTests
{
    private const int SplitSecond = 30;
    private static readonly TimeSpan Timeout = Eventually.Timeout;

    [Test]
    [Category("Long")]
    public async Task Split_DeclaredBeforeAKill_BeginsTheIndicatorsAnewAndIsShown()
    {
        await using var sandbox = await TaSandbox.StartAsync(partitions: 1);
        var environment = sandbox.Environment();
        await using (var killed = new RunningTa(environment))
        {
            await FeedAsync(sandbox, 0, 20, price: 1_000, declares: true);
            await SignalsReachAsync(sandbox, 18, killed);
            await killed.Process.KillAsync();
        }

        await using var ta = new RunningTa(environment);
        await FeedAsync(sandbox, SplitSecond, 20, price: 100, declares: false);
        await SignalsReachAsync(sandbox, 40, ta);
        var signals = await sandbox.Signals.LatestAsync();
        var first = signals.Values.Single(signal => signal.Restart is not null);
        Assert.That((first.Restart, first.Envelope.EventTs), Is.EqualTo(("split", Scenario.Start + ((SplitSecond + 1) * Scenario.Second))));
        Assert.That((first.Ema!.Value.Ema12, first.Rsi14), Is.EqualTo((100.0, (double?)null)));
        Assert.That(signals.Values.Last(signal => signal.Envelope.Symbol == "SPL").Rsi14, Is.InRange(45, 55));
        await Eventually.HoldsAsync(async () => await ta.MetricAsync("torghut_ta_indicator_restarts_total") >= 1, "the restart is counted", Timeout);
        var shown = (await ta.StatusAsync()).GetProperty("compute").GetProperty("partitions")[0].GetProperty("corporate_actions")[0];
        Assert.That(
            (shown.GetProperty("symbol").GetString(), shown.GetProperty("kind").GetString(), shown.GetProperty("restarted").GetDateTimeOffset()),
            Is.EqualTo(("SPL", "split", DateTimeOffset.FromUnixTimeSeconds((Scenario.Start / Scenario.Second) + SplitSecond + 1))));
    }

    private static async Task FeedAsync(TaSandbox sandbox, int first, int count, double price, bool declares)
    {
        using var feeder = await Feeder.OpenAsync(sandbox);
        if (declares)
        {
            feeder.Declare("SPL", Scenario.Start + (SplitSecond * Scenario.Second), Scenario.Start, 1);
        }

        for (var second = first; second < first + count; second++)
        {
            var ts = Scenario.Start + (second * Scenario.Second);
            feeder.Send(new OracleTrade("SPL", ts, second + 2, second, ts + 7, second, "V", price + (second % 2), 1, "@"));
        }

        feeder.Flush();
    }

    private static async Task SignalsReachAsync(TaSandbox sandbox, int count, RunningTa ta)
    {
        try
        {
            await Eventually.HoldsAsync(async () => (await sandbox.Signals.LatestAsync()).Count >= count, $"{count} signals are there", Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail($"{exception.Message} {(await sandbox.Signals.LatestAsync()).Count}\n{ta.Process.Output}");
        }
    }
}
