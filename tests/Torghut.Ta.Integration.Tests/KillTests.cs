using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>
/// The damage: SIGKILL at random points, while records keep coming. What must survive: every record, once, with the bytes that an
/// undisturbed run gives. Nothing may be lost.
/// </summary>
[TestFixture]
internal sealed class KillTests
{
    private const int Seed = 20;
    private const int Kills = 5;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    [Test]
    [Category("Drill")]
    public async Task Run_KilledAtRandomPoints_GivesTheSameDigests()
    {
        var scenario = new SplitScenario(Scenario.Make(Seed, trades: 6_000, seconds: 900).Disturbed(new Random(Seed), 3 * Scenario.Second));
        var straight = await RunAsync(scenario, kills: 0);
        var killed = await RunAsync(scenario, Kills);
        Assert.That(killed, Is.EqualTo(straight));
    }

    private static async Task<(string Bars, string Signals)> RunAsync(SplitScenario scenario, int kills)
    {
        var expected = scenario.Expected;
        await using var sandbox = await TaSandbox.StartAsync();
        var bars = sandbox.Microbars;
        var signals = sandbox.Signals;
        // A log must not be called idle while its feeder only waits for the next kill.
        var environment = sandbox.Environment(
            ("TA_GROUP_INSTANCE_ID", "a"), ("TA_WATERMARK_IDLE_TIMEOUT_MS", "15000"), ("TA_CHECKPOINT_INTERVAL_MS", "20"));
        using var feeder = await Feeder.OpenAsync(sandbox);
        var random = new Random(Seed);
        var ta = new RunningTa(environment);
        try
        {
            await ta.BecomesReadyAsync();
            for (var part = 0; part <= kills; part++)
            {
                scenario.Send(feeder, part, kills + 1);
                if (part == kills)
                {
                    break;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 120)), TimeProvider.System);
                await ta.Process.KillAsync();
                await ta.DisposeAsync();
                ta = new RunningTa(environment);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 1500)), TimeProvider.System);
            }

            await Eventually.HoldsAsync(async () => (await signals.LatestAsync()).Count >= expected.Signals.Count, "every signal is there", Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail($"{exception.Message} {(await signals.LatestAsync()).Count} of {expected.Signals.Count}\n{ta.Process.Output}");
        }
        finally
        {
            await ta.DisposeAsync();
        }

        OracleComparison.AssertEqual(await bars.LatestAsync(), await signals.LatestAsync(), expected);
        return (await bars.DigestAsync(), await signals.DigestAsync());
    }
}
