using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Kafka;
using Torghut.Testing;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>What the forwarder stands on goes away and comes back.</summary>
public sealed class InfrastructureTests
{
    private const string Kafka = "kafka";

    /// <summary>Without Kafka nothing is read, so that gate is shut as well.</summary>
    private const string Alpaca = "alpaca_ws";

    [Test]
    public async Task Kafka_DownAtStart_IsToldAndNothingIsReadUntilItIsThere()
    {
        await using var sandbox = await WsSandbox.StartAsync(withKafka: false);
        var forwarder = sandbox.StartForwarder();
        using var planes = new Planes(sandbox, forwarder);
        await planes.NotReadyAsync(Kafka, "kafka_metadata", Alpaca);
        Assert.That(await forwarder.MetricAsync("torghut_ws_ws_connect_success_total"), Is.Zero);

        await sandbox.StartKafkaAsync();
        await planes.FlowsAsync();
        Assert.That(planes.Statuses.Records.Select(record => (record.Value.Status, record.Value.Reason)), Has.Some.EqualTo(("reconnect", "starting")));
    }

    [Test]
    [Category("Long")]
    public async Task Registry_DownAfterStart_StopsNothing()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder();
        using var planes = new Planes(sandbox, forwarder);
        await planes.FlowsAsync();
        await planes.UntouchedAsync(sandbox.StopRegistryAsync);

        // Not even a new session needs it.
        await sandbox.FaultAsync(new { kind = "market_disconnect" });
        await planes.RecordAsync("reconnect", "disconnected", "unknown");
        await forwarder.MetricReachesAsync("torghut_ws_ws_connect_success_total", 2);
        await planes.FlowsAsync();
    }

    [Test]
    [Category("Long")]
    public async Task Registry_DownAtStart_IsToldAndWaitedFor()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        await sandbox.StopRegistryAsync();
        var forwarder = sandbox.StartForwarder();
        using var planes = new Planes(sandbox, forwarder);
        await planes.NotReadyAsync(Kafka, "kafka_metadata", Alpaca);
        Assert.That(await forwarder.MetricAsync("torghut_ws_ws_connect_success_total"), Is.Zero);
        planes.Mark();
        planes.Trades.Drain();
        Assert.That((planes.Statuses.Records.Count, planes.Trades.Records.Count), Is.EqualTo((0, 0)));

        await sandbox.StartRegistryAsync();
        await planes.FlowsAsync();
    }

    [Test]
    [Category("Long")]
    public async Task Schemas_UnknownToTheRegistry_AreRegisteredOnlyWhenSwitchedOn()
    {
        await using var sandbox = await WsSandbox.StartAsync(withSchemas: false);
        var strict = sandbox.StartForwarder();
        using (var planes = new Planes(sandbox, strict))
        {
            await planes.NotReadyAsync(Kafka, "kafka_metadata", Alpaca);
            await Eventually.HoldsAsync(() => strict.Process.Output.Contains("registry_unavailable", StringComparison.Ordinal),
                "the log says that the registry does not know them");
            Assert.That(await sandbox.SubjectsAsync(), Is.Empty);
            await strict.DisposeAsync();
        }

        var registering = sandbox.StartForwarder(("SCHEMA_AUTO_REGISTER", "true"));
        using var flowing = new Planes(sandbox, registering);
        await flowing.FlowsAsync();
        Assert.That(await sandbox.SubjectsAsync(), Has.Length.EqualTo(5));
    }

    [Test]
    public async Task Kafka_WrongPassword_IsToldAsSuchAndNotPrinted()
    {
        var user = new KafkaUser("ws", "right");
        await using var sandbox = await WsSandbox.StartAsync(users: [user]);
        var forwarder = sandbox.StartForwarder(
            ("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT"), ("KAFKA_SASL_MECH", "SCRAM-SHA-512"), ("KAFKA_SASL_USER", "ws"),
            ("KAFKA_SASL_PASSWORD", "not-the-right-one"));
        using var planes = new Planes(sandbox, forwarder, user);
        await planes.NotReadyAsync(Kafka, "kafka_auth", Alpaca);

        Assert.That(await forwarder.MetricAsync("torghut_ws_ws_connect_success_total"), Is.Zero);
        planes.Mark();
        planes.Trades.Drain();
        Assert.That((planes.Statuses.Records.Count, planes.Trades.Records.Count), Is.EqualTo((0, 0)));
        Assert.That(forwarder.Process.Output, Does.Not.Contain("not-the-right-one"));
    }

    [Test]
    public async Task Kafka_RightPassword_Publishes()
    {
        var user = new KafkaUser("ws", "right");
        await using var sandbox = await WsSandbox.StartAsync(users: [user]);
        var forwarder = sandbox.StartForwarder(
            ("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT"), ("KAFKA_SASL_MECH", "SCRAM-SHA-512"), ("KAFKA_SASL_USER", "ws"), ("KAFKA_SASL_PASSWORD", "right"));
        using var planes = new Planes(sandbox, forwarder, user);
        await planes.FlowsAsync();
    }

    [Test]
    [Category("Long")]
    public async Task Universe_DownAndBack_KeepsTheLastListThenSendsTheDifference()
    {
        await using var universe = await SwitchableServer.StartAsync(200, """{"symbols":["AAPL"]}""");
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder(("JANGAR_SYMBOLS_URL", universe.Address), ("SYMBOLS", ""), ("SYMBOLS_POLL_INTERVAL_MS", "100"));
        using var planes = new Planes(sandbox, forwarder);
        await planes.FlowsAsync();
        await forwarder.MetricReachesAsync("torghut_ws_active_subscriptions", 1);

        await planes.UntouchedAsync(async () =>
        {
            universe.Respond(500, "no");
            await forwarder.MetricReachesAsync("torghut_ws_desired_symbols_fetch_degraded", 1);
            await forwarder.MetricReachesAsync("torghut_ws_desired_symbols_fetch_failures_total", 3);
            universe.Respond(200, """{"symbols":[]}""");
            await forwarder.MetricReachesAsync("torghut_ws_desired_symbols_fetch_failures_total", 6);
        });
        Assert.That(await forwarder.MetricAsync("torghut_ws_active_subscriptions"), Is.EqualTo(1));
        Assert.That(planes.Trades.Records.Select(record => record.Key), Has.All.EqualTo("AAPL"));

        await planes.UntouchedAsync(async () =>
        {
            universe.Respond(200, """{"items":[{"symbol":"AAPL"},{"symbol":"MSFT"}]}""");
            await forwarder.MetricReachesAsync("torghut_ws_active_subscriptions", 2);
        });
        await planes.Trades.UntilAsync(records => records.Any(record => record.Key == "MSFT"), "the added symbol flows");
        Assert.That(await forwarder.MetricAsync("torghut_ws_desired_symbols_fetch_degraded"), Is.Zero);

        universe.Respond(200, """["MSFT"]""");
        await Eventually.ReadsAsync(() => forwarder.MetricAsync("torghut_ws_active_subscriptions"), count => count == 1, "one symbol is left");
        Assert.That(forwarder.Process.Output,
            Does.Contain("Subscribing 1 and unsubscribing 0 symbols").And.Contain("Subscribing 0 and unsubscribing 1 symbols"));
    }

    [Test]
    [Category("Long")]
    public async Task Socket_Silent_IsToldAndReplaced()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder(("STREAM_SILENCE_SECONDS", "2"), ("STREAM_SILENCE_MARKET_HOURS_ONLY", "false"));
        using var planes = new Planes(sandbox, forwarder);
        await planes.FlowsAsync();
        await sandbox.FaultAsync(new { kind = "market_handshake", status = 503, count = 100_000 });
        await sandbox.FaultAsync(new { kind = "market_silence", seconds = 600 });

        await planes.ReportedAsync(Alpaca, "unknown", "reconnect", "silence");
        await sandbox.ClearFaultsAsync();
        await forwarder.MetricReachesAsync("torghut_ws_ws_connect_success_total", 2);
        await planes.FlowsAsync();
    }

    /// <summary>How soon it is told is a test of the watchdog (IdleWatchdogTests).</summary>
    [Test]
    [Category("Long")]
    public async Task Socket_FrozenInMarketHours_IsNotReadyAndTheConnectionStands()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder(("STREAM_SILENCE_MARKET_HOURS_ONLY", "false"));
        using var planes = new Planes(sandbox, forwarder);
        await planes.FlowsAsync();
        await sandbox.FaultAsync(new { kind = "market_silence", seconds = 40 });
        await forwarder.NotReadyAsync("unknown", Eventually.Timeout);

        var response = await forwarder.ReadyzAsync();
        Assert.That((response.Word, response.Gates["alpaca_ws"]), Is.EqualTo(("degraded:silent", false)));
        await planes.RecordAsync("error", "silent", "unknown");
        await sandbox.ClearFaultsAsync();
        await planes.FlowsAsync();
        Assert.That(await forwarder.MetricAsync("torghut_ws_reconnects_total"), Is.Zero, "The connection stood.");
    }

    /// <summary>As after a clock that was stepped back: the topic holds a number that the clock does not reach for an hour.</summary>
    [Test]
    [Category("Long")]
    public async Task Start_TopicAheadOfTheClock_NumbersGoOnGrowing()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var ahead = Nanos.Now(TimeProvider.System) + (3_600 * Nanos.PerSecond);
        await sandbox.PublishTradeAsync("AAPL", 1, ahead);
        await sandbox.PublishTradeAsync("AAPL", 2, long.MaxValue - 1);
        var forwarder = sandbox.StartForwarder();
        await forwarder.ReadyAsync();
        using var trades = sandbox.Read<Trade>(Topics.Trades);
        await trades.UntilAsync(records => records.Count > 20, "trades flow");
        var own = trades.Records.Where(record => record.Value.Id > 2).ToList();
        foreach (var symbol in own.GroupBy(record => record.Key))
        {
            Assert.That(symbol.Select(record => record.Value.Envelope.Seq), Is.Ordered.And.Unique);
            Assert.That(symbol.Select(record => record.Value.Envelope.Seq), Has.All.GreaterThan(ahead).And.All.LessThan(long.MaxValue / 2));
        }
    }

    [Test]
    [Category("Long")]
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
