using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Publishing;

/// <summary>
/// Makes the publisher once the registry has given the schema ids and Kafka knows the topics; everything that publishes awaits it. Nothing is
/// read from Alpaca before, so that nothing can be lost while Kafka is away at start.
/// </summary>
internal sealed class PublisherBootstrap(
    PublishingOptions options,
    StreamOptions stream,
    TopicNames topics,
    ISchemaSource registry,
    IRecordProducer producer,
    KafkaHealth health,
    TimeProvider time,
    ILogger<PublisherBootstrap> logger) : BackgroundService
{
    private readonly TaskCompletionSource<RecordPublisher> _publisher = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The publisher, once there is one.</summary>
    public Task<RecordPublisher> Publisher => _publisher.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ids = await FetchIdsAsync(stoppingToken);
        await health.WaitForMetadataAsync(stoppingToken);
        WsLog.PublishingReady(logger, ids[ProduceTopic.Trades], ids[ProduceTopic.Quotes], ids[ProduceTopic.Bars]);
        _publisher.SetResult(new RecordPublisher(producer, ids, stream.Feed, time));
    }

    private async Task<SchemaIds> FetchIdsAsync(CancellationToken cancellationToken)
    {
        var logged = false;
        var untilKnown = SchemaRegistryCalls.WithoutEnd(time, _ => true, logger);
        var ids = await untilKnown.RunAsync(
            token => SchemaIds.FetchAsync(registry, topics, options.AutoRegister, token),
            attempt =>
            {
                if (!logged)
                {
                    WsLog.RegistryUnavailable(logger, attempt.Failure);
                }

                logged = true;
                return Task.CompletedTask;
            },
            cancellationToken);
        health.SchemasKnown();
        return ids;
    }
}
