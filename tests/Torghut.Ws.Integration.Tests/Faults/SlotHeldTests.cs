using System.Diagnostics;
using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Sandbox.Alpaca;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>The venue holds a lost session's slot for as long as it really does.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class SlotHeldTests
{
    private const int HeldSeconds = 90;

    [Test]
    [Category("Long")]
    public async Task Slot_Held90Seconds_Is406UntilItIsFreeAndTheGapIsFilled()
    {
        await using var sandbox = await WsSandbox.StartAsync(new AlpacaSimulatorOptions { Symbols = ["AAPL", "MSFT"], TradesPerSecond = 20 });
        var forwarder = sandbox.StartForwarder(("ENABLE_TRADES_BACKFILL", "true"), ("ENABLE_BARS_BACKFILL", "true"), ("BARS_BACKFILL_LOOKBACK_MINUTES", "5"));
        using var planes = new Planes(sandbox, forwarder);
        using var bars = sandbox.Read<Bar>(Topics.Bars1m);
        await planes.FlowsAsync();
        await planes.Statuses.UntilAsync(records => records.Any(record => record.Value.Reason == "gap_backfilled"), "the past is filled in");
        var lost = TimeProvider.System.GetUtcNow();
        var held = Stopwatch.StartNew();
        await sandbox.FaultAsync(new { kind = "market_slot_hold", seconds = HeldSeconds });
        await sandbox.FaultAsync(new { kind = "market_disconnect" });

        await planes.ReportedAsync("alpaca_ws", "alpaca_406_second_connection", "reconnect", "alpaca_406");
        Assert.That(await forwarder.HealthzAsync(), Is.EqualTo(200));
        await forwarder.ReadyAsync(TimeSpan.FromSeconds(2 * HeldSeconds));
        Assert.That(held.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(HeldSeconds - 1)));
        await planes.FlowsAsync();

        await planes.Statuses.UntilAsync(records => records.Count(record => record.Value.Reason == "gap_backfilled") == 2, "the gap is filled in");
        await planes.HoldsAllAsync("AAPL", "MSFT");
        Assert.That(planes.Published.Select(trade => (trade.Envelope.Symbol, trade.Id)), Is.Unique);
        var lostNanos = (lost - DateTimeOffset.UnixEpoch).Ticks * 100;
        await bars.UntilAsync(
            records => records.Where(IsOfTheGap).Select(record => record.Key).Distinct().Count() == 2,
            "the bar that fell due in the gap is there for both symbols");

        bool IsOfTheGap((string Key, int Partition, Bar Value) record) =>
            record.Value.Envelope is { Source: Sources.Rest, IsFinal: true } envelope && envelope.IngestTs > lostNanos
            && envelope.EventTs > lostNanos - 60_000_000_000;
    }
}
