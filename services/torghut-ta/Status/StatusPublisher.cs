using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Torghut.Avro.Registry;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Configuration;
using Torghut.Ta.EventTime;
using Torghut.Ta.Logging;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Status;

/// <summary>Publishes a heartbeat at a steady pace, also while the rest is in trouble.</summary>
internal sealed class StatusPublisher(
    KafkaClients clients, ISchemaRegistryClient registry, TaServiceOptions service, TaState state, TimeProvider time, ILogger<StatusPublisher> logger)
    : BackgroundService
{
    private long _heartbeat;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Suspended means that nothing is written, the heartbeat included.
        if (state.JobState == JobState.Suspended) return;
        using var producer = clients.Producer(null).Build();
        using var timer = new PeriodicTimer(service.StatusInterval, time);
        RecordEncoder<TaStatus>? encoder = null;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                encoder ??= await RecordEncoders.EncoderAsync(registry, RecordCodecs.TaStatus, clients.Options.StatusTopic, stoppingToken);
                await PublishAsync(producer, encoder, stoppingToken);
            }
            catch (Exception exception) when (exception is KafkaException or SchemaRegistryException)
            {
                TaLog.StatusFailed(logger, exception);
            }
        }
    }

    private async Task PublishAsync(IProducer<byte[]?, byte[]> producer, RecordEncoder<TaStatus> encoder, CancellationToken ct)
    {
        var partitions = state.Compute.Partitions;
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var name = clients.Options.ClientId;
        _heartbeat++;
        var record = new TaStatus(
            new Envelope(now, now, "", Channels.Status, name, _heartbeat, true, Sources.TechnicalAnalysis, null),
            ComputeMetrics.WatermarkLag(partitions) / Nanos.PerMillisecond,
            partitions.Max(p => p.LastEventTs),
            state.Status,
            _heartbeat);
        await producer.ProduceAsync(
            clients.Options.StatusTopic, new Message<byte[]?, byte[]> { Key = Encoding.UTF8.GetBytes(name), Value = encoder.Encode(record) }, ct);
    }
}
