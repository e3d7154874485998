using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests;

public sealed class HappyPathTests
{
    [Test]
    public async Task Forwarder_HealthyWorld_PublishesEverything()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder(("ENABLE_TRADES_BACKFILL", "false"));
        await forwarder.ReadyAsync();

        using var trades = sandbox.Read<Trade>(Topics.Trades);
        using var quotes = sandbox.Read<Quote>(Topics.Quotes);
        using var statuses = sandbox.Read<ForwarderStatus>(Topics.Status);
        await trades.UntilAsync(records => records.Count > 100, "100 trades arrive");
        await quotes.UntilAsync(records => records.Count > 100, "100 quotes arrive");
        await statuses.UntilAsync(records => records.Any(record => record.Value.Status == "healthy"), "a healthy heartbeat arrives");

        foreach (var (key, _, trade) in trades.Records)
        {
            Assert.That(key, Is.EqualTo(trade.Envelope.Symbol));
            Assert.That((trade.Envelope.Feed, trade.Envelope.Channel, trade.Envelope.Source, trade.Envelope.Version), Is.EqualTo(("iex", "trades", "ws", 1)));
            Assert.That(trade.Envelope.IngestTs, Is.GreaterThan(0));
        }

        foreach (var symbol in trades.Records.GroupBy(record => record.Key))
        {
            Assert.That(symbol.Select(record => record.Partition).Distinct().Count(), Is.EqualTo(1));
            Assert.That(symbol.Select(record => record.Value.Envelope.Seq), Is.Ordered.And.Unique);
        }

        Assert.That(await forwarder.MetricAsync("torghut_ws_kafka_produce_success_total", "torghut.trades.v1"), Is.GreaterThan(100));
        Assert.That(await forwarder.MetricAsync("torghut_ws_parse_errors_total"), Is.Zero);
        Assert.That(await forwarder.HealthzAsync(), Is.EqualTo(200));
        Assert.That(await forwarder.Process.StopAsync(), Is.Zero, forwarder.Process.Output);
        await statuses.UntilAsync(records => records.Any(record => record.Value.Reason == "stopping"), "the closing status arrives");
        Assert.That(forwarder.Process.Output, Does.Not.Contain("sandbox-secret"));
    }
}
