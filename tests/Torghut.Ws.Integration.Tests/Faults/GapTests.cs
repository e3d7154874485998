using Torghut.Contracts.Records;
using Torghut.Sandbox.Alpaca;
using Torghut.Testing;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>What the socket did not bring in the middle of a run comes over REST, once, or is declared.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class GapTests
{
    private static readonly AlpacaSimulatorOptions Market = new() { Symbols = ["AAPL", "MSFT"], TradesPerSecond = 40 };

    [Test]
    public async Task Session_LostForAWhile_HistoryFillsTheGapExactlyOnce()
    {
        await using var sandbox = await WsSandbox.StartAsync(Market);
        var forwarder = sandbox.StartForwarder(("BACKFILL_SETTLE_MS", "500"));
        using var planes = new Planes(sandbox, forwarder);
        await planes.FlowsAsync();
        await planes.HoldsAllAsync("AAPL", "MSFT");
        for (var gap = 1; gap <= 2; gap++)
        {
            // History fails at first; nothing is missing and nothing comes twice for that.
            await LoseAsync(sandbox, planes,
                () => sandbox.FaultAsync(new { kind = "rest_error", status = 500, count = 2, match = new { path = "/v2/stocks/trades*" } }));
            await Eventually.HoldsAsync(() => Failures(forwarder) == 2 * gap, "history was asked for twice in vain");
            await planes.FlowsAsync();
            await planes.HoldsAllAsync("AAPL", "MSFT");
        }

        planes.HasNoRepetition();
        planes.HasNoLateTrade();
        Assert.That(planes.Published.Where(trade => trade.Envelope.Source == Sources.Rest), Has.All.Matches<Trade>(trade => trade.Envelope.IsFinal));
        await forwarder.MetricReachesAsync("torghut_ws_backfill_trades_total", planes.Published.Count(trade => trade.Envelope.Source == Sources.Rest));
        await planes.Statuses.UntilAsync(records => records.Count(record => record.Value is { Status: "healthy", Reason: "gap_backfilled" }) == 3,
            "each gap is told as filled");
    }

    [Test]
    [Category("Long")]
    public async Task History_Refused_IsADeclaredGapAndTheStreamGoesOn()
    {
        await using var sandbox = await WsSandbox.StartAsync(Market);
        var forwarder = sandbox.StartForwarder(("BACKFILL_SETTLE_MS", "500"));
        using var planes = new Planes(sandbox, forwarder);
        await planes.FlowsAsync();
        await planes.HoldsAllAsync("AAPL", "MSFT");
        await LoseAsync(sandbox, planes,
            () => sandbox.FaultAsync(new { kind = "rest_error", status = 403, count = 100, match = new { path = "/v2/stocks/trades*" } }));
        await planes.RecordAsync("error", "backfill_failed", "unknown");

        Assert.That(await forwarder.MetricAsync("torghut_ws_backfill_failures_total"), Is.EqualTo(1));
        await planes.FlowsAsync();
    }

    [Test]
    [Category("Long")]
    public async Task History_Slow_IsOvertakenAndSaysSo()
    {
        await using var sandbox = await WsSandbox.StartAsync(Market);
        var forwarder = sandbox.StartForwarder(("BACKFILL_SETTLE_MS", "500"), ("BACKFILL_HOLD_MS", "600"));
        using var planes = new Planes(sandbox, forwarder);
        await planes.FlowsAsync();
        await planes.HoldsAllAsync("AAPL", "MSFT");
        await LoseAsync(sandbox, planes,
            () => sandbox.FaultAsync(new { kind = "rest_error", status = 500, count = 5, match = new { path = "/v2/stocks/trades*" } }));
        await planes.RecordAsync("error", "backfill_late", "unknown");

        // On a busy machine the start itself may have been late, and the five not be used up: what the test asks the market for is answered all the same.
        await sandbox.ClearFaultsAsync();
        await planes.HoldsAllAsync("AAPL", "MSFT");
        planes.HasNoRepetition();
    }

    [Test]
    [Category("Long")]
    public async Task Backfill_Off_ReadsNothing()
    {
        await using var sandbox = await WsSandbox.StartAsync(Market);
        var forwarder = sandbox.StartForwarder(("ENABLE_TRADES_BACKFILL", "false"));
        using var planes = new Planes(sandbox, forwarder);
        await planes.FlowsAsync();
        await LoseAsync(sandbox, planes);
        await planes.FlowsAsync();

        Assert.That(planes.Published.Select(trade => trade.Envelope.Source), Has.All.EqualTo(Sources.WebSocket));
        Assert.That(planes.Statuses.Records.Select(record => record.Value.Reason), Has.None.EqualTo("gap_backfilled"));
    }

    /// <summary>The session ends and cannot come back until the market has made a hundred trades more.</summary>
    private static async Task LoseAsync(WsSandbox sandbox, Planes planes, Func<Task>? beforeItComesBack = null)
    {
        planes.Mark();
        var refusal = await sandbox.FaultAsync(new { kind = "market_handshake", status = 503, count = 100_000 });
        await sandbox.FaultAsync(new { kind = "market_disconnect", mode = "mid_frame" });
        await planes.ReportedAsync("alpaca_ws", "unknown", "reconnect", "disconnected");
        var before = (await sandbox.SentTradesAsync("AAPL", "MSFT")).Count;
        await Eventually.HoldsAsync(async () => (await sandbox.SentTradesAsync("AAPL", "MSFT")).Count > before + 100, "the market goes on");
        await (beforeItComesBack?.Invoke() ?? Task.CompletedTask);
        await sandbox.ClearFaultAsync(refusal);
    }

    private static int Failures(Forwarder forwarder) => forwarder.Process.Output.Split("\"event\":\"backfill_failed\"").Length - 1;
}
