using Torghut.Contracts;
using Torghut.Sandbox.Alpaca;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>Kafka is away for a minute in the middle of a run.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class KafkaOutageTests
{
    private const double MaxResident = 300e6;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    [Test]
    [Category("Long")]
    public async Task Kafka_DownForAMinute_LosesNothingAndStaysSmall()
    {
        await using var sandbox = await WsSandbox.StartAsync(new AlpacaSimulatorOptions { Symbols = ["AAPL", "MSFT"], TradesPerSecond = 100 });
        var forwarder = sandbox.StartForwarder(("KAFKA_BUFFER_MEMORY_BYTES", "1048576"), ("KAFKA_DELIVERY_TIMEOUT_MS", "300000"));
        using var planes = new Planes(sandbox, forwarder);
        await planes.FlowsAsync();
        await forwarder.MetricReachesAsync("torghut_ws_kafka_produce_success_total", 200, Topics.Trades);

        await sandbox.StopKafkaAsync();
        await planes.NotReadyAsync("kafka", "kafka_produce");
        var since = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(since) < Outage)
        {
            Assert.That(await forwarder.MetricAsync("process_resident_memory_bytes"), Is.LessThan(MaxResident));
            Assert.That((await forwarder.ReadyzAsync()).ErrorClass, Is.EqualTo("kafka_produce"));
            Assert.That(await forwarder.HealthzAsync(), Is.EqualTo(200));
            await Task.Delay(PollInterval, TimeProvider.System);
        }

        var acknowledged = await forwarder.MetricAsync("torghut_ws_kafka_produce_success_total", Topics.Trades);
        Assert.That(await forwarder.MetricAsync("torghut_ws_full_queue_waits_total"), Is.Positive, "The outage was too short to fill the queue.");
        await sandbox.StartKafkaAsync();
        await planes.FlowsAsync();

        await planes.Trades.UntilAsync(records => records.Count > acknowledged, "everything acknowledged is in the topic, and more");
        await planes.Statuses.UntilAsync(
            records => records.Any(record => record.Value is { Status: "error", Reason: "not_ready", ErrorClass: "kafka_produce" }),
            "the outage is told once Kafka is back");
        Assert.That(await forwarder.MetricAsync("torghut_ws_kafka_produce_errors_total"), Is.Zero, forwarder.Process.Output);
        Assert.That(await forwarder.MetricAsync("torghut_ws_reconnects_total"), Is.Zero, forwarder.Process.Output);
        foreach (var symbol in planes.Published.GroupBy(trade => trade.Envelope.Symbol))
        {
            // The simulator numbers a symbol's trades one by one, so a hole would be a loss and a repetition a duplicate. On a busy machine history may be
            // late with what was traded while the forwarder started, and comes behind the socket's.
            var ids = symbol.Select(trade => trade.Id).Order().ToList();
            Assert.That(ids, Is.EqualTo(Enumerable.Range(0, ids.Count).Select(number => ids[0] + number)));
        }
    }
}
