using System.Text;
using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;

namespace Torghut.Ta.Status;

/// <summary>Publishes a heartbeat at a steady pace, also while the rest is in trouble.</summary>
internal sealed class StatusPublisher(
    KafkaClients clients, ISchemaSource registry, TaServiceOptions service, TaState state, TimeProvider time, ILogger<StatusPublisher> logger)
    : BackgroundService
{
    private long _heartbeat;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Suspended means that nothing is written, the heartbeat included.
        if (state.JobState == JobState.Suspended)
        {
            return;
        }

        using var producer = clients.Producer(null).Build();
        IProducer<byte[]?, TaStatus>? heartbeats = null;
        using var timer = new PeriodicTimer(service.StatusInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                heartbeats ??= new DependentProducerBuilder<byte[]?, TaStatus>(producer.Handle)
                    .SetValueSerializer(await SerializerAsync(stoppingToken))
                    .Build();
                await PublishAsync(heartbeats, stoppingToken);
            }
            catch (Exception exception) when (exception is KafkaException or SchemaSourceException)
            {
                TaLog.StatusFailed(logger, exception);
            }
        }
    }

    private async Task<AvroRecordSerializer<TaStatus>> SerializerAsync(CancellationToken cancellationToken)
    {
        var subject = ContractSchemas.Subject(clients.Options.StatusTopic);
        return new(RecordCodecs.TaStatus, await registry.GetIdAsync(subject, RecordCodecs.TaStatus.Schema, cancellationToken));
    }

    private async Task PublishAsync(IProducer<byte[]?, TaStatus> producer, CancellationToken cancellationToken)
    {
        var partitions = state.Compute.Partitions;
        var now = Nanos.Now(time);
        var name = clients.Options.ClientId;
        _heartbeat++;
        var record = new TaStatus(
            new Envelope(now, now, "", Channels.Status, name, _heartbeat, true, Sources.TechnicalAnalysis, null),
            PartitionSnapshot.WatermarkLag(partitions) / Nanos.PerMillisecond,
            partitions.Max(p => p.LastEventTs),
            state.Status,
            _heartbeat);
        await producer.ProduceAsync(
            clients.Options.StatusTopic, new Message<byte[]?, TaStatus> { Key = Encoding.UTF8.GetBytes(name), Value = record }, cancellationToken);
    }
}
