using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>Order events reach their topic with the account's name, each once.</summary>
public sealed class TradeUpdatesTests
{
    [Test]
    public async Task Order_Filled_TellsItsLifeWithTheAccountLabel()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder(("ENABLE_TRADE_UPDATES", "true"), ("TORGHUT_ACCOUNT_LABEL", "drill"));
        await forwarder.ReadyAsync();
        await sandbox.PlaceOrderAsync("AAPL", "c-1");

        using var updates = sandbox.Read<TradeUpdate>(Topics.TradeUpdates);
        await updates.UntilAsync(records => records.Any(record => record.Value.Event == "fill"), "the fill arrives");
        var fill = updates.Records.Last(record => record.Value.Event == "fill");
        Assert.That((fill.Key, fill.Value.AccountLabel, fill.Value.ClientOrderId, fill.Value.OrderStatus), Is.EqualTo(("AAPL", "drill", "c-1", "filled")));
        Assert.That(fill.Value.ExecutionId, Is.Not.Null.And.Not.Empty);
        Assert.That(fill.Value.OrderJson, Does.StartWith("{").And.Contain("c-1"));
        Assert.That(updates.Records.Select(record => record.Value.Envelope.Seq), Is.Ordered.And.Unique);
    }

    [Test]
    public async Task Update_Repeated_IsPublishedOnce()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder(("ENABLE_TRADE_UPDATES", "true"));
        await forwarder.ReadyAsync();
        await sandbox.FaultAsync(new { kind = "updates_duplicate", count = 100 });
        await sandbox.PlaceOrderAsync("AAPL", "c-1");

        using var updates = sandbox.Read<TradeUpdate>(Topics.TradeUpdates);
        await updates.UntilAsync(records => records.Any(record => record.Value.Event == "fill"), "the fill arrives");
        await forwarder.MetricReachesAsync("torghut_ws_dedup_drops_total", 2, "\"trade_updates\"");
        updates.Drain();
        Assert.That(updates.Records.Count(record => record.Value.Event == "fill"), Is.EqualTo(1));
    }

    [TestCase("updates_auth", "alpaca_auth")]
    [TestCase("updates_handshake", "unknown")]
    public async Task Session_Refused_ShutsItsGateOnly(string kind, string errorClass)
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder(("ENABLE_TRADE_UPDATES", "true"));
        await forwarder.ReadyAsync();
        await sandbox.FaultAsync(new { kind, count = 1_000 });
        await sandbox.FaultAsync(new { kind = "updates_disconnect" });

        await forwarder.NotReadyAsync(errorClass);
        var gates = (await forwarder.ReadyzAsync()).Gates;
        Assert.That((gates["alpaca_ws"], gates["kafka"], gates["trade_updates"]), Is.EqualTo((true, true, false)));
        await sandbox.ClearFaultsAsync();
        await forwarder.ReadyAsync();
    }

    [Test]
    [Category("Long")]
    public async Task Session_ErrorFrame_Reconnects()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder(("ENABLE_TRADE_UPDATES", "true"));
        await forwarder.ReadyAsync();
        await sandbox.FaultAsync(new { kind = "updates_error" });

        using var statuses = sandbox.Read<ForwarderStatus>(Topics.Status);
        await statuses.UntilAsync(records => records.Any(record => record.Value.Reason == "trade_updates_server_error"), "the status tells it");
        await forwarder.ReadyAsync();
    }
}
