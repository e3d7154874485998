using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Integration.Tests;

/// <summary>
/// A latch is engaged, Postgres stands still, the process is killed, another instance on another disk takes over: in every order. Afterwards every instance
/// obeys the latch, and the broker's ledger has no order that it forbids.
/// </summary>
public sealed class LatchMatrixTests
{
    private static readonly TimeSpan MostForAnAnswer = TimeSpan.FromSeconds(1);

    private static readonly string[] Histories =
    [
        "engage hold kill release second",
        "hold engage kill release restart second",
        "hold engage kill restart release second",
        "hold engage kill restart kill release restart second",
        "hold engage release stored kill second",
        "hold engage second release stored",
    ];

    [TestCase("hold engage kill release restart second")]
    [TestCase("hold engage kill restart kill release restart second", Category = "Long")]
    [TestCase("hold engage second release stored", Category = "Long")]
    public Task EmergencyStop_Engaged_NoOrderLeaves(string history) => NoOrderThatItForbidsLeavesAsync(Latch.EmergencyStop, history);

    [TestCaseSource(nameof(Histories))]
    [Category("Drill")]
    public Task EmergencyStop_EngagedInEveryHistory_NoOrderLeaves(string history) => NoOrderThatItForbidsLeavesAsync(Latch.EmergencyStop, history);

    /// <summary>The same stores keep it; what differs is which orders it forbids.</summary>
    [TestCase("engage hold kill release second", Category = "Long")]
    [TestCase("hold engage release stored kill second", Category = "Long")]
    public Task ExitsOnly_Engaged_NoEntryLeaves(string history) => NoOrderThatItForbidsLeavesAsync(Latch.ExitsOnly, history);

    [TestCaseSource(nameof(Histories))]
    [Category("Drill")]
    public Task ExitsOnly_EngagedInEveryHistory_NoEntryLeaves(string history) => NoOrderThatItForbidsLeavesAsync(Latch.ExitsOnly, history);

    /// <summary>The other tests show that the answer does not wait for Postgres; this one, on a machine with nothing else to do, how long it takes.</summary>
    [Test]
    [Category("Drill")]
    public async Task Engage_WhilePostgresHangs_AnsweredWithinASecond()
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var cable = new Cable(Infrastructure.Postgres.Uri);
        stack.UseCable(cable);
        await stack.StartAsync();
        cable.Hold();
        var times = new List<double>();
        for (var call = 0; call < 20; call++)
        {
            foreach (var latch in new[] { Latch.EmergencyStop, Latch.ExitsOnly })
            {
                var watch = Stopwatch.StartNew();
                await EngageAsync(stack, latch, held: true);
                times.Add(watch.Elapsed.TotalMilliseconds / 2);
            }
        }

        times.Sort();
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"drill: {2 * times.Count} stops while Postgres hangs, answered after {times[times.Count / 2]:0} ms (median), {times[^1]:0} ms at most"));
        Assert.That(times[^1], Is.LessThanOrEqualTo(MostForAnAnswer.TotalMilliseconds));
        cable.Release();
    }

    private static async Task NoOrderThatItForbidsLeavesAsync(string latch, string history)
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var cable = new Cable(Infrastructure.Postgres.Uri);
        stack.UseCable(cable);
        await stack.StartAsync();
        var held = false;
        foreach (var step in history.Split(' '))
        {
            switch (step)
            {
                case "hold":
                    cable.Hold();
                    held = true;
                    break;
                case "release":
                    cable.Release();
                    held = false;
                    break;
                case "engage":
                    await EngageAsync(stack, latch, held);
                    break;
                case "stored":
                    await Eventually.HoldsAsync(async () => IsPersisted(await EngagedAsync(stack, latch)), "the latch is in both places");
                    break;
                case "kill":
                    await stack.Process.KillAsync();
                    break;
                case "restart":
                    await stack.LaunchAndListenAsync();
                    Assert.That(await EngagedAsync(stack, latch), Is.Not.Null, "the local file is enough");
                    break;
                default:
                    stack.Environment["TRADING_STATE_DIR"] = stack.StateDirectory + "-second";
                    await stack.LaunchAndListenAsync();
                    break;
            }
        }

        await Eventually.HoldsAsync(async () => await EngagedAsync(stack, latch) is not null, "the last instance knows");
        Assert.That(
            await stack.QueryAsync<string>($"SELECT string_agg(kind || ' ' || (payload ->> 'reason'), ', ') FROM audit_log WHERE subject = '{latch}'"),
            Is.EqualTo("latch_engaged drill"));
        await stack.SignalBuyAsync();
        var code = latch == Latch.EmergencyStop ? "emergency_stop_active" : "reducing_only";
        await stack.CountsAsync($"SELECT count(*) FROM trade_decisions WHERE '{code}' = ANY(risk_reasons)", 1);
        Assert.That(await stack.Broker.OrderRequestsAsync(), Is.Empty);
        Assert.That(await stack.FindAuditFaultAsync(), Is.Null);
    }

    [Test]
    public async Task Start_WhilePostgresHangs_ListensStopsAndSaysWhatItWaitsFor()
    {
        await using var stack = await TradingStack.CreateAsync(migrated: false);
        await using var cable = new Cable(Infrastructure.Postgres.Uri);
        stack.UseCable(cable);
        cable.Hold();
        await stack.LaunchAndListenAsync();
        var (ready, body) = await stack.GetAsync("/readyz");
        Assert.That((ready, body.GetProperty("error_class").GetString()), Is.EqualTo((503, "waiting_for_postgres")));
        var start = (await stack.StatusAsync()).GetProperty("start");
        Assert.That((start.GetProperty("done").GetBoolean(), start.GetProperty("waiting_for").GetString()), Is.EqualTo((false, "postgres")));
        await EngageAsync(stack, Latch.EmergencyStop, held: true);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"));
        cable.Release();
        await Eventually.HoldsAsync(async () => (await stack.GetAsync("/readyz")).Status == 200, "it is ready");
        Assert.That(await stack.QueryAsync<bool>("SELECT engaged FROM trading_state WHERE latch = 'emergency_stop'"), Is.True, "before the loops began");
        Assert.That(IsPersisted(await EngagedAsync(stack, Latch.EmergencyStop)), Is.True);
    }

    private static async Task EngageAsync(TradingStack stack, string latch, bool held)
    {
        var path = latch == Latch.EmergencyStop ? "/trading/emergency-stop" : "/trading/exits-only";

        // Whoever holds Postgres back lets go only after this: an answer that waited for it would never come.
        var (status, first) = await stack.PostAsync(path, TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        Assert.That((status, held && first.GetProperty("persisted").GetBoolean()), Is.EqualTo((202, false)));
        var (_, again) = await stack.PostAsync(path, TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        Assert.That(again.GetProperty("engaged_at").GetString(), Is.EqualTo(first.GetProperty("engaged_at").GetString()), "the same engagement");
        if (!held)
        {
            await Eventually.HoldsAsync(async () => IsPersisted(await EngagedAsync(stack, latch)), "the latch is in both places");
        }
    }

    private static bool IsPersisted(JsonElement? engaged) => engaged?.GetProperty("persisted").GetBoolean() == true;

    private static async Task<JsonElement?> EngagedAsync(TradingStack stack, string latch) =>
        (await stack.StatusAsync()).GetProperty("latches").GetProperty("engaged").EnumerateArray()
            .Where(engaged => engaged.GetProperty("latch").GetString() == latch).Select(engaged => (JsonElement?)engaged).FirstOrDefault();
}
