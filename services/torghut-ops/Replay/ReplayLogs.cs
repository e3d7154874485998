using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Common.Kafka;
using Torghut.Contracts;
using Torghut.Ops.Kafka;

namespace Torghut.Ops.Replay;

/// <summary>What Kafka knows of inputs, derived topics and groups. It joins no group.</summary>
internal sealed class ReplayLogs : IDisposable
{
    public static readonly string[] Inputs = [Topics.Trades, Topics.Quotes, Topics.Bars1m];
    public static readonly string[] Derived = [Topics.TaMicrobars, Topics.TaSignals];

    private const string NoGroup = "torghut-ops-replay";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly KafkaConnection _connection;
    private readonly IAdminClient _admin;
    private readonly IConsumer<byte[]?, byte[]?> _reader;
    private readonly TimeProvider _time;

    public ReplayLogs(KafkaConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _admin = new AdminClientBuilder(connection.ToClientConfig()).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        var config = connection.ToConsumerConfig(NoGroup);
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Error;
        _reader = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
    }

    public static string SinkOf(string group) => group + "-sink";

    /// <summary>Every partition of the topics; a topic that does not exist has none.</summary>
    public async Task<IReadOnlyList<PartitionLog>> ReadAsync(params IEnumerable<string> topics)
    {
        var logs = new List<PartitionLog>();
        foreach (var topic in topics)
        {
            if (Partitions(topic) is not { Count: > 0 } partitions)
            {
                continue;
            }

            var retention = await RetentionAsync(topic);
            foreach (var partition in partitions)
            {
                var at = new TopicPartition(topic, partition);
                var ends = _reader.QueryWatermarkOffsets(at, Timeout);
                logs.Add(new PartitionLog(topic, partition, ends.Low.Value, ends.High.Value, OldestOf(at, ends), retention));
            }
        }

        return logs;
    }

    public IReadOnlyList<int> Partitions(string topic)
    {
        var found = _admin.GetMetadata(Timeout).Topics.FirstOrDefault(known => known.Topic == topic);
        return found is null || found.Error.IsError ? [] : [.. found.Partitions.Select(partition => partition.PartitionId).Order()];
    }

    public async Task<int> MembersAsync(string group)
    {
        var described = await _admin.DescribeConsumerGroupsAsync([group], new DescribeConsumerGroupsOptions { RequestTimeout = Timeout });
        return described.ConsumerGroupDescriptions[0].Members.Count;
    }

    /// <summary>Where a group is; partitions without a position are left out.</summary>
    public async Task<IReadOnlyDictionary<(string Topic, int Partition), long>> PositionsAsync(string group, IEnumerable<string> topics)
    {
        var all = topics.SelectMany(topic => Partitions(topic).Select(partition => new TopicPartition(topic, partition))).ToList();
        if (all.Count == 0)
        {
            return new Dictionary<(string, int), long>();
        }

        var options = new ListConsumerGroupOffsetsOptions { RequestTimeout = Timeout };
        var listed = await _admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, all)], options);
        return listed[0].Partitions.Where(committed => committed.Offset.Value >= 0)
            .ToDictionary(committed => (committed.Topic, committed.Partition.Value), committed => committed.Offset.Value);
    }

    /// <summary>Moves a group that has no members.</summary>
    public Task MoveAsync(string group, IEnumerable<TopicPartitionOffset> positions) => _admin.AlterConsumerGroupOffsetsAsync(
        [new ConsumerGroupTopicPartitionOffsets(group, [.. positions])], new AlterConsumerGroupOffsetsOptions { RequestTimeout = Timeout });

    /// <summary>Whether anything is left of a group: members, positions, or states in the changelog, which stay when positions have expired.</summary>
    public async Task<bool> WasUsedAsync(string group, CancellationToken cancellationToken) =>
        await MembersAsync(group) > 0 || await MembersAsync(SinkOf(group)) > 0
        || (await PositionsAsync(group, Inputs)).Count > 0 || (await PositionsAsync(SinkOf(group), Derived)).Count > 0
        || HasState(group, cancellationToken);

    /// <summary>A client may not return from its end: the command waits for it only a while.</summary>
    public void Dispose()
    {
        ClientDisposal.Of(_reader, new CallGuard("reader", _time));
        ClientDisposal.Of(_admin, new CallGuard("admin", _time));
    }

    internal IAdminClient Admin => _admin;

    internal KafkaConnection Connection => _connection;

    /// <summary>Reads committed records to the ends that the partitions have now.</summary>
    internal void ReadAll(string topic, Action<ConsumeResult<byte[]?, byte[]?>> take, CancellationToken cancellationToken)
    {
        foreach (var read in Records(topic, cancellationToken))
        {
            take(read);
        }
    }

    /// <summary>The same, one at a time.</summary>
    internal IEnumerable<ConsumeResult<byte[]?, byte[]?>> Records(string topic, CancellationToken cancellationToken)
    {
        var partitions = Partitions(topic);
        _reader.Assign(partitions.Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        foreach (var read in TopicReader.ToEnds(_reader, partitions.Count, Timeout, _time, cancellationToken))
        {
            yield return read;
        }

        _reader.Unassign();
    }

    private bool HasState(string group, CancellationToken cancellationToken)
    {
        var prefix = Encoding.UTF8.GetBytes(group + "/");
        var found = false;
        ReadAll(Topics.TaState, read => found |= read.Message.Key is { } key && key.AsSpan().StartsWith(prefix), cancellationToken);
        return found;
    }

    private DateTimeOffset? OldestOf(TopicPartition at, WatermarkOffsets ends)
    {
        if (ends.Low >= ends.High)
        {
            return null;
        }

        _reader.Assign(new TopicPartitionOffset(at, ends.Low));
        var began = _time.GetTimestamp();
        while (_time.GetElapsedTime(began) < Timeout)
        {
            if (_reader.Consume(Poll) is { } read)
            {
                _reader.Unassign();
                return read.IsPartitionEOF ? null : new DateTimeOffset(read.Message.Timestamp.UtcDateTime, TimeSpan.Zero);
            }
        }

        throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"the oldest record of {at} did not come in time"));
    }

    private async Task<TimeSpan?> RetentionAsync(string topic)
    {
        var described = await _admin.DescribeConfigsAsync(
            [new ConfigResource { Type = ResourceType.Topic, Name = topic }], new DescribeConfigsOptions { RequestTimeout = Timeout });
        return described[0].Entries.TryGetValue("retention.ms", out var entry)
            && long.TryParse(entry.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds >= 0
            && milliseconds < TimeSpan.MaxValue.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;
    }
}
