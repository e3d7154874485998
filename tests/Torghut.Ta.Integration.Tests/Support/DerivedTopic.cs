using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>What a read-committed reader sees of a topic.</summary>
internal sealed class DerivedTopic<T>(TaSandbox sandbox, string name, RecordCodec<T> codec, Func<T, (long Seq, string Symbol)> keyOf)
    where T : struct
{
    private readonly string _topic = sandbox.Topic(name);

    /// <summary>Every committed record, partition by partition.</summary>
    public async Task<IReadOnlyList<(int Partition, byte[] Key, byte[] Value)>> ReadAsync()
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = sandbox.Bootstrap,
            GroupId = "reader-" + Guid.NewGuid().ToString("N"),
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnablePartitionEof = true,
            EnableAutoCommit = false,
        }).Build();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = sandbox.Bootstrap }).Build();
        var partitions = admin.GetMetadata(_topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions.Select(p => p.PartitionId).ToHashSet();
        // A topic that is written to all the time has no end to wait for; what counts is where it was when asked.
        var ends = partitions.ToDictionary(p => p, p => consumer.QueryWatermarkOffsets(new TopicPartition(_topic, p), TimeSpan.FromSeconds(10)).High.Value);
        partitions.RemoveWhere(p => ends[p] == 0);
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(_topic, p, Offset.Beginning)));
        var records = new List<(int, byte[], byte[])>();
        while (partitions.Count > 0)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(10)) ?? throw new TimeoutException($"{_topic} could not be read to its end.");
            if (!result.IsPartitionEOF)
            {
                records.Add((result.Partition.Value, result.Message.Key, result.Message.Value));
            }

            if (result.IsPartitionEOF || result.Offset.Value + 1 >= ends[result.Partition.Value])
            {
                partitions.Remove(result.Partition.Value);
            }
        }

        await Task.CompletedTask;
        return records;
    }

    /// <summary>The last record of every key.</summary>
    public async Task<IReadOnlyDictionary<(long Seq, string Symbol), T>> LatestAsync()
    {
        var latest = new Dictionary<(long, string), T>();
        foreach (var value in await DecodeAsync())
        {
            latest[keyOf(value)] = value;
        }

        return latest;
    }

    public async Task<IReadOnlyList<T>> DecodeAsync()
    {
        var decoder = new RecordDecoder<T>(codec, sandbox.Registry, TimeProvider.System);
        var values = new List<T>();
        foreach (var (_, _, value) in await ReadAsync())
        {
            var result = await decoder.DecodeAsync(value, CancellationToken.None);
            Assert.That(result.IsSuccess, Is.True, result.Reason);
            values.Add(result.Value);
        }

        return values;
    }

    /// <summary>
    /// A digest of every record's bytes, sorted, so that only content counts: a record that comes twice changes it. Where every sandbox
    /// has topics of its own, their names in the records' lineage do not count.
    /// </summary>
    public async Task<string> DigestAsync()
    {
        var lines = (await ReadAsync()).Select(r => $"{Encoding.UTF8.GetString(r.Key)} {Text(r.Value)}").Order(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    private string Text(byte[] value)
    {
        var hex = Convert.ToHexString(value);
        return sandbox.Suffix.Length == 0 ? hex : hex.Replace(Convert.ToHexString(Encoding.UTF8.GetBytes(sandbox.Suffix)), "", StringComparison.Ordinal);
    }
}
