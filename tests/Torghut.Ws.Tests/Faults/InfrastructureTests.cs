using System.Globalization;
using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Sandbox.Alpaca;
using Torghut.Sandbox.Kafka;
using Torghut.Testing;
using Torghut.Ws.Tests.Sandbox;

namespace Torghut.Ws.Tests.Faults;

/// <summary>What the forwarder stands on goes away and comes back.</summary>
public sealed class InfrastructureTests
{
    private const int DefaultOutageSeconds = 12;

    [Test]
    public async Task Kafka_DownAtStart_IsToldAndNothingIsReadUntilItIsThere()
    {
        await using var sandbox = await WsSandbox.StartAsync(withKafka: false);
        var forwarder = sandbox.StartForwarder();
        await forwarder.NotReadyAsync("kafka_metadata");
        Assert.That(await forwarder.MetricAsync("torghut_ws_ws_connect_success_total"), Is.Zero);

        await sandbox.StartKafkaAsync();
        await forwarder.ReadyAsync();
        using var trades = sandbox.Read<Trade>(Topics.Trades);
        await trades.UntilAsync(records => records.Count > 20, "trades arrive");
    }

    /// <summary>TORGHUT_WS_OUTAGE_SECONDS makes the outage longer, for example 60.</summary>
    [Test]
    public async Task Kafka_DownInTheMiddle_LosesNothingAndStaysSmall()
    {
        var outage = int.TryParse(Environment.GetEnvironmentVariable("TORGHUT_WS_OUTAGE_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : DefaultOutageSeconds;
        await using var sandbox = await WsSandbox.StartAsync(new AlpacaSimulatorOptions { Symbols = ["AAPL", "MSFT"], TradesPerSecond = 100 });
        var forwarder = sandbox.StartForwarder(("KAFKA_BUFFER_MEMORY_BYTES", "1048576"), ("KAFKA_DELIVERY_TIMEOUT_MS", "300000"));
        await forwarder.ReadyAsync();
        await forwarder.MetricReachesAsync("torghut_ws_kafka_produce_success_total", 200, "torghut.trades.v1");

        await sandbox.StopKafkaAsync();
        await forwarder.NotReadyAsync("kafka_produce");
        await Task.Delay(TimeSpan.FromSeconds(outage), TimeProvider.System);
        var resident = await forwarder.MetricAsync("process_resident_memory_bytes");
        await sandbox.StartKafkaAsync();
        await forwarder.ReadyAsync();

        using var trades = sandbox.Read<Trade>(Topics.Trades);
        var acknowledged = await forwarder.MetricAsync("torghut_ws_kafka_produce_success_total", "torghut.trades.v1");
        await trades.UntilAsync(records => records.Count > acknowledged, "everything acknowledged is in the topic, and more");
        Assert.That(await forwarder.MetricAsync("torghut_ws_full_queue_waits_total"), Is.Positive, "The outage was too short to fill the queue.");
        Assert.That(resident, Is.LessThan(300e6));
        Assert.That(await forwarder.MetricAsync("torghut_ws_kafka_produce_errors_total"), Is.Zero, forwarder.Process.Output);
        Assert.That(await forwarder.MetricAsync("torghut_ws_reconnects_total"), Is.Zero, forwarder.Process.Output);
        foreach (var symbol in trades.Records.GroupBy(record => record.Key))
        {
            // The simulator numbers a symbol's trades one by one, so a hole would be a loss and a repetition a duplicate.
            var ids = symbol.Select(record => record.Value.Id).ToList();
            Assert.That(ids, Is.EqualTo(Enumerable.Range(0, ids.Count).Select(number => ids[0] + number)));
        }
    }

    [Test]
    public async Task Registry_DownAfterStart_StopsNothing()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder();
        await forwarder.ReadyAsync();
        await sandbox.StopRegistryAsync();
        await sandbox.FaultAsync(new { kind = "market_disconnect" });

        await forwarder.MetricReachesAsync("torghut_ws_ws_connect_success_total", 2);
        await forwarder.ReadyAsync();
        var produced = await forwarder.MetricAsync("torghut_ws_kafka_produce_success_total", "torghut.trades.v1");
        await forwarder.MetricReachesAsync("torghut_ws_kafka_produce_success_total", produced + 20, "torghut.trades.v1");
    }

    [Test]
    public async Task Registry_DownAtStart_IsWaitedFor()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        await sandbox.StopRegistryAsync();
        var forwarder = sandbox.StartForwarder();
        await forwarder.NotReadyAsync("kafka_metadata");

        await sandbox.StartRegistryAsync();
        await forwarder.ReadyAsync();
    }

    [Test]
    public async Task Kafka_WrongPassword_IsToldAsSuchAndNotPrinted()
    {
        await using var sandbox = await WsSandbox.StartAsync(users: [new KafkaUser("ws", "right")]);
        var forwarder = sandbox.StartForwarder(
            ("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT"), ("KAFKA_SASL_MECH", "SCRAM-SHA-512"), ("KAFKA_SASL_USER", "ws"), ("KAFKA_SASL_PASSWORD", "not-the-right-one"));
        await forwarder.NotReadyAsync("kafka_auth");

        var answer = await forwarder.ReadyzAsync();
        Assert.That((answer.Gates["kafka"], answer.Gates["alpaca_ws"]), Is.EqualTo((false, false)));
        Assert.That(forwarder.Process.Output, Does.Not.Contain("not-the-right-one"));
    }

    [Test]
    public async Task Kafka_RightPassword_Publishes()
    {
        await using var sandbox = await WsSandbox.StartAsync(users: [new KafkaUser("ws", "right")]);
        var forwarder = sandbox.StartForwarder(
            ("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT"), ("KAFKA_SASL_MECH", "SCRAM-SHA-512"), ("KAFKA_SASL_USER", "ws"), ("KAFKA_SASL_PASSWORD", "right"));
        await forwarder.ReadyAsync();
        await forwarder.MetricReachesAsync("torghut_ws_kafka_produce_success_total", 20, "torghut.trades.v1");
    }

    [Test]
    public async Task Universe_DownAndBack_KeepsTheLastListThenSendsTheDifference()
    {
        await using var universe = await SwitchableServer.StartAsync(200, """{"symbols":["AAPL"]}""");
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder(("JANGAR_SYMBOLS_URL", universe.Address), ("SYMBOLS", ""), ("SYMBOLS_POLL_INTERVAL_MS", "100"));
        await forwarder.ReadyAsync();
        await forwarder.MetricReachesAsync("torghut_ws_active_subscriptions", 1);

        universe.Answer(500, "no");
        await forwarder.MetricReachesAsync("torghut_ws_desired_symbols_fetch_degraded", 1);
        await forwarder.MetricReachesAsync("torghut_ws_desired_symbols_fetch_failures_total", 3);
        universe.Answer(200, """{"symbols":[]}""");
        await forwarder.MetricReachesAsync("torghut_ws_desired_symbols_fetch_failures_total", 6);
        Assert.That((await forwarder.ReadyzAsync()).Status, Is.EqualTo(200));
        Assert.That(await forwarder.MetricAsync("torghut_ws_active_subscriptions"), Is.EqualTo(1));

        universe.Answer(200, """{"items":[{"symbol":"AAPL"},{"symbol":"MSFT"}]}""");
        await forwarder.MetricReachesAsync("torghut_ws_active_subscriptions", 2);
        using var trades = sandbox.Read<Trade>(Topics.Trades);
        await trades.UntilAsync(records => records.Any(record => record.Key == "MSFT"), "the added symbol flows");
        Assert.That(await forwarder.MetricAsync("torghut_ws_desired_symbols_fetch_degraded"), Is.Zero);
        Assert.That(await forwarder.MetricAsync("torghut_ws_reconnects_total"), Is.Zero);

        universe.Answer(200, """["MSFT"]""");
        await Eventually.ReadsAsync(() => forwarder.MetricAsync("torghut_ws_active_subscriptions"), count => count == 1, "one symbol is left");
        Assert.That(forwarder.Process.Output, Does.Contain("Subscribing 1 and unsubscribing 0 symbols").And.Contain("Subscribing 0 and unsubscribing 1 symbols"));
    }

    [Test]
    public async Task Socket_Silent_IsReplaced()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder(("STREAM_SILENCE_SECONDS", "2"), ("STREAM_SILENCE_MARKET_HOURS_ONLY", "false"));
        await forwarder.ReadyAsync();
        await sandbox.FaultAsync(new { kind = "market_silence", seconds = 600 });

        await forwarder.MetricReachesAsync("torghut_ws_ws_connect_success_total", 2);
        using var statuses = sandbox.Read<ForwarderStatus>(Topics.Status);
        await statuses.UntilAsync(records => records.Any(record => record.Value.Reason == "silence"), "the status says silence");
        await forwarder.ReadyAsync();
    }

    [Test]
    public async Task NotReady_TooLong_FailsLiveness()
    {
        await using var sandbox = await WsSandbox.StartAsync(withKafka: false);
        var forwarder = sandbox.StartForwarder(("HEALTH_NOT_READY_KILL_AFTER_MS", "3000"));
        await forwarder.NotReadyAsync("kafka_metadata");
        Assert.That(await forwarder.HealthzAsync(), Is.EqualTo(200));
        await Eventually.HoldsAsync(async () => await forwarder.HealthzAsync() == 503, "liveness fails");
    }

    [Test]
    public async Task Restart_SameSymbols_NumbersGoOnGrowing()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        using var trades = sandbox.Read<Trade>(Topics.Trades);
        for (var run = 0; run < 2; run++)
        {
            var forwarder = sandbox.StartForwarder();
            await forwarder.ReadyAsync();
            await forwarder.MetricReachesAsync("torghut_ws_kafka_produce_success_total", 50, "torghut.trades.v1");
            Assert.That(await forwarder.Process.StopAsync(), Is.Zero);
        }

        await trades.UntilAsync(records => records.Count >= 100, "both runs are in the topic");
        foreach (var symbol in trades.Records.GroupBy(record => record.Key))
        {
            Assert.That(symbol.Select(record => record.Value.Envelope.Seq), Is.Ordered.And.Unique);
        }
    }
}
