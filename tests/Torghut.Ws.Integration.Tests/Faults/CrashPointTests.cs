using Torghut.Common.Drills;
using Torghut.Sandbox.Alpaca;
using Torghut.Ws.Drills;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>
/// The forwarder is killed at each of its points and started again. Every trade that the market made is in the topic once, and before whoever computes from
/// it has closed its second.
/// </summary>
[Parallelizable(ParallelScope.Self)]
public sealed class CrashPointTests
{
    private const int KilledExitCode = 128 + 9;

    /// <summary>Long enough for records to be in the client's queue at any moment.</summary>
    private const string Linger = "200";

    [TestCase(FailpointNames.DuringAuth, 1, Category = "Long")]
    [TestCase(FailpointNames.ReadBeforeDedup, 50, Category = "Long")]
    [TestCase(FailpointNames.MarkedBeforeProduce, 200)]
    [TestCase(FailpointNames.ProducedBeforeAck, 100, Category = "Long")]
    [TestCase(FailpointNames.DuringBackfill, 20, Category = "Long")]
    public async Task Forwarder_KilledAtAPoint_LosesNoTradeAndRepeatsNone(string point, int hit)
    {
        await using var sandbox = await WsSandbox.StartAsync(
            new AlpacaSimulatorOptions { Symbols = ["AAPL", "MSFT"], TradesPerSecond = 40, SlotHold = TimeSpan.FromSeconds(2) });
        var dying = Start(sandbox, ("DOTNET_ENVIRONMENT", DrillOptions.DrillEnvironment), ("FAILPOINTS", $"{point}=kill@{hit}"));
        Assert.That(await dying.Process.WaitForExitAsync(), Is.EqualTo(KilledExitCode), dying.Process.Output);

        var survivor = Start(sandbox);
        using var planes = new Planes(sandbox, survivor);
        await planes.FlowsAsync();
        await planes.Statuses.UntilAsync(records => records.Any(record => record.Value.Reason == "gap_backfilled"), "the gap is filled in");
        await planes.HoldsAllAsync("AAPL", "MSFT");

        planes.Obeys();
        planes.HasNoRepetition();
        planes.HasNoLateTrade();
    }

    [Test]
    public async Task Start_CrashPointsOutsideOfDrills_IsRefused()
    {
        await using var sandbox = await WsSandbox.StartAsync(withKafka: false);
        var process = sandbox.StartForwarder(("FAILPOINTS", $"{FailpointNames.ReadBeforeDedup}=kill")).Process;

        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(78));
        Assert.That(process.Output, Does.Contain("FAILPOINTS"));
    }

    private static Forwarder Start(WsSandbox sandbox, params (string, string)[] keys) => sandbox.StartForwarder(
        [("ENABLE_TRADES_BACKFILL", "true"), ("BACKFILL_SETTLE_MS", "500"), ("KAFKA_LINGER_MS", Linger), .. keys]);
}
