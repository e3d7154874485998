using System.Text;
using Confluent.Kafka;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Sandbox.Kafka;
using Torghut.Testing;

namespace Torghut.Ws.Integration.Tests.Sandbox;

/// <summary>Reads a topic from its beginning, all partitions, as any reader of the contract would.</summary>
internal sealed class TopicReader<T> : IDisposable
    where T : struct
{
    private static readonly TimeSpan FirstRecord = TimeSpan.FromMilliseconds(100);

    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly RecordCodec<T> _codec = (RecordCodec<T>)typeof(RecordCodecs).GetProperties()
        .Single(property => property.PropertyType == typeof(RecordCodec<T>)).GetValue(null)!;
    private readonly AvroStringPool _strings = new();

    public TopicReader(string bootstrap, string topic, KafkaUser? user)
    {
        _consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            SecurityProtocol = user is null ? SecurityProtocol.Plaintext : SecurityProtocol.SaslPlaintext,
            SaslMechanism = user is null ? null : SaslMechanism.ScramSha512,
            SaslUsername = user?.Name,
            SaslPassword = user?.Password,
            BootstrapServers = bootstrap,
            GroupId = $"reader-{Guid.NewGuid():N}",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        _consumer.Assign(Enumerable.Range(0, 3).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
    }

    /// <summary>Everything read so far, in the order of reading.</summary>
    public List<(string Key, int Partition, T Value)> Records { get; } = [];

    /// <summary>Takes what has arrived since.</summary>
    public void Drain()
    {
        // Patient with the first one only: a topic that records keep arriving in would never be drained.
        for (var timeout = FirstRecord; _consumer.Consume(timeout) is { } result; timeout = TimeSpan.Zero)
        {
            ConfluentWireFormat.TryRead(result.Message.Value, out _, out var datum);
            var reader = new AvroReader(datum);
            Records.Add((Encoding.UTF8.GetString(result.Message.Key), result.Partition, _codec.Read(ref reader, _strings)));
        }
    }

    /// <summary>Reads until a condition on the records holds.</summary>
    public Task UntilAsync(Func<IReadOnlyList<(string Key, int Partition, T Value)>, bool> condition, string what, TimeSpan? timeout = null) =>
        Eventually.HoldsAsync(() =>
        {
            Drain();
            return condition(Records);
        }, what, timeout);

    public void Dispose() => _consumer.Dispose();
}
