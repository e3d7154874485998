using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Resume;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Publishing;

/// <summary>
/// Makes the publisher once the registry has given the schema ids, Kafka knows the topics, and what earlier runs left in them was read; everything that
/// publishes awaits it. Nothing is read from Alpaca before, so that nothing can be lost while Kafka is away at start.
/// </summary>
internal sealed class PublisherBootstrap(
    SchemaIdSource schemas,
    IOwnTopics ownTopics,
    StreamOptions stream,
    IRecordProducer producer,
    KafkaHealth health,
    WsMetrics metrics,
    TimeProvider time,
    ILogger<PublisherBootstrap> logger) : BackgroundService
{
    private readonly TaskCompletionSource<RecordPublisher> _publisher = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<PublishedBefore> _before = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The publisher, once there is one.</summary>
    public Task<RecordPublisher> Publisher => _publisher.Task;

    /// <summary>What earlier runs published; known before there is a publisher.</summary>
    public Task<PublishedBefore> Before => _before.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ids = await schemas.FetchAsync(stoppingToken);
        await health.WaitForMetadataAsync(stoppingToken);
        var before = await ownTopics.ReadAsync(stoppingToken);
        _before.SetResult(before);
        WsLog.PublishingReady(logger, ids[ProduceTopic.Trades], ids[ProduceTopic.Quotes], ids[ProduceTopic.Bars]);
        _publisher.SetResult(new RecordPublisher(producer, ids, stream.Feed, metrics, time, before.LastSeq));
    }
}
