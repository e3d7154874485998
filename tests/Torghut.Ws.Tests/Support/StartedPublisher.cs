using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Avro;
using Torghut.Contracts.Decoding;
using Torghut.Ws.Dedup;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Resume;
using Torghut.Ws.Status;
using Torghut.Ws.Stream;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Tests.Support;

/// <summary>The service's start as it is, with a registry that gives any id and topics that hold what a test says.</summary>
internal sealed class StartedPublisher : IDisposable, ISchemaSource, IOwnTopics
{
    private readonly long _lastSeq;
    private int _ids;

    public StartedPublisher(TimeProvider time, UniverseOptions? universe = null, long lastSeq = long.MinValue)
    {
        _lastSeq = lastSeq;
        var publishing = new PublishingOptions();
        var topics = new TopicNames(publishing);
        Metrics = new WsMetrics(Prometheus.Metrics.NewCustomRegistry(), topics);
        Kafka = new KafkaHealth(new HealthOptions(), time);
        var schemas = new SchemaIdSource(publishing, topics, this, Kafka, time, NullLogger<SchemaIdSource>.Instance);
        Bootstrap = new PublisherBootstrap(
            schemas, this, new StreamOptions { Feed = "iex" }, Producer, Kafka, Metrics, time, NullLogger<PublisherBootstrap>.Instance);
        Status = new StatusPublisher(Bootstrap, universe ?? new UniverseOptions(), Metrics, time, NullLogger<StatusPublisher>.Instance);
    }

    public Producer Producer { get; } = new();

    public WsMetrics Metrics { get; }

    public KafkaHealth Kafka { get; }

    public PublisherBootstrap Bootstrap { get; }

    public StatusPublisher Status { get; }

    /// <summary>Goes to where publishing may begin.</summary>
    public async Task<RecordPublisher> StartAsync()
    {
        Kafka.MetadataKnown();
        Kafka.OwnTopicsRead();
        await Bootstrap.StartAsync(CancellationToken.None);
        return await Bootstrap.Publisher.WaitAsync(TimeSpan.FromSeconds(60));
    }

    Task<PublishedBefore> IOwnTopics.ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new PublishedBefore(_lastSeq, null, Array.Empty<DedupKey>()));

    Task<AvroSchema> ISchemaSource.GetSchemaAsync(int id, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<int> ISchemaSource.GetIdAsync(string subject, AvroSchema schema, CancellationToken cancellationToken) => Task.FromResult(++_ids);

    Task<int> ISchemaSource.RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken) => Task.FromResult(++_ids);

    public void Dispose()
    {
        Bootstrap.Dispose();
        Producer.Dispose();
    }
}
