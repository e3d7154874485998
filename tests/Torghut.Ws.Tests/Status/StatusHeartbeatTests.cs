using Microsoft.Extensions.Time.Testing;
using Torghut.Contracts.Codecs;
using Torghut.Testing;
using Torghut.Ws.Health;
using Torghut.Ws.Publishing;
using Torghut.Ws.Status;
using Torghut.Ws.Tests.Support;
using Torghut.Ws.TradeUpdates;

namespace Torghut.Ws.Tests.Status;

/// <summary>What the status topic says from beat to beat.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StatusHeartbeatTests : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly StartedPublisher _start;
    private readonly ForwarderHealth _health;
    private readonly StatusHeartbeat _heartbeat;

    public StatusHeartbeatTests()
    {
        _start = new StartedPublisher(_time);
        _health = new ForwarderHealth(_start.Kafka, new HealthOptions(), new TradeUpdatesOptions(), _time);
        _heartbeat = new StatusHeartbeat(new StatusOptions { Heartbeat = Beat }, _start.Bootstrap, _start.Status, _health, _start.Kafka, _time);
    }

    private IReadOnlyList<string> Said =>
        [.. _start.Producer.Read(ProduceTopic.Status, RecordCodecs.ForwarderStatus).Select(status => $"{status.Status} {status.Reason} {status.ErrorClass}")];

    [Test]
    public async Task Beat_EveryGate_IsSaidAsItIs()
    {
        await BeginAsync();
        _health.Alpaca.Open();
        await BeatAsync();
        _health.Alpaca.Shut("alpaca_auth");
        await BeatAsync();
        _health.Alpaca.Open();
        _health.IsSilent = true;
        await BeatAsync();
        Assert.That(Said, Is.EqualTo(new[] { "error not_ready unknown", "healthy  ", "error not_ready alpaca_auth", "error silent unknown" }));
    }

    /// <summary>A reader takes each declaration for another gap.</summary>
    [Test]
    public async Task Beat_RecordsWereLost_DeclaresThemOnceAndLaterOnesAgain()
    {
        _health.Alpaca.Open();
        await BeginAsync();
        Lose(2);
        await BeatAsync();
        await BeatAsync();
        await BeatAsync();
        Assert.That(Declarations, Is.EqualTo(1));
        Lose(1);
        await BeatAsync();
        await BeatAsync();
        Assert.That(Declarations, Is.EqualTo(2));
    }

    [Test]
    public async Task Beat_KafkaStillRefuses_DeclaresWhenItTakesRecordsAgain()
    {
        _health.Alpaca.Open();
        await BeginAsync();
        _start.Kafka.Accepted(0);
        _start.Kafka.Failed("kafka_produce");
        await BeatAsync();
        Assert.That(Declarations, Is.Zero);
        _start.Kafka.MetadataKnown();
        await BeatAsync();
        Assert.That(Declarations, Is.EqualTo(1));
    }

    public void Dispose()
    {
        _heartbeat.Dispose();
        _start.Dispose();
    }

    private int Declarations => Said.Count(text => text == "error produce_failed kafka_produce");

    /// <summary>Records that Kafka gave up, and one after them that it took.</summary>
    private void Lose(int records)
    {
        for (var i = 0; i < records; i++)
        {
            _start.Kafka.Accepted(_time.GetTimestamp());
            _start.Kafka.Failed("kafka_produce");
        }

        _start.Kafka.Accepted(_time.GetTimestamp());
        _start.Kafka.Delivered(_time.GetTimestamp());
    }

    private async Task BeginAsync()
    {
        await _start.StartAsync();
        await _heartbeat.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => Said.Count == 1, "the first word");
    }

    private async Task BeatAsync()
    {
        var before = Said.Count;
        _time.Advance(Beat);
        await Eventually.HoldsAsync(() => Said.Count > before && Said[^1] != "error produce_failed kafka_produce", "a beat");
    }
}
