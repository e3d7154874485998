using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Common.Kafka;
using Torghut.Contracts;

namespace Torghut.Ops.Kafka;

/// <summary>
/// Asks brokers where logs and groups are. It joins no group and commits nothing. One client, made when it is first asked: whoever takes no snapshot needs
/// none. Safe for concurrent use.
/// </summary>
internal sealed class KafkaInspector : IDisposable
{
    /// <summary>The client asks for a name; nothing is ever committed under it.</summary>
    private const string NoGroup = "torghut-ops-inspector";

    /// <summary>Every replay leaves a group behind.</summary>
    private const int MostGroups = 50;

    // What the protocol calls the earliest and the latest offset, in the place of a time.
    private static readonly Timestamp Earliest = new(-2, TimestampType.NotAvailable);
    private static readonly Timestamp Latest = new(-1, TimestampType.NotAvailable);

    private readonly Lazy<(IConsumer<Ignore, Ignore> Reader, IAdminClient Admin)> _client;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="timeout">Longest wait for one response of a broker.</param>
    public KafkaInspector(KafkaConnection connection, TimeSpan timeout, TimeProvider time)
    {
        _timeout = timeout;
        _time = time;
        _client = new Lazy<(IConsumer<Ignore, Ignore>, IAdminClient)>(() =>
        {
            var reader = new ConsumerBuilder<Ignore, Ignore>(connection.ToConsumerConfig(NoGroup))
                .SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
            return (reader, new DependentAdminClientBuilder(reader.Handle).Build());
        });
    }

    /// <summary>Every group of the suite in every topic where it has a position.</summary>
    /// <exception cref="KafkaException">A broker did not answer in time, or refused to.</exception>
    public async Task<IReadOnlyList<GroupLag>> GroupsAsync()
    {
        // First what fails calmly: towards a broker that refuses connections an administrator's calls are tried again without a pause.
        await MetadataAsync();
        var listed = await _client.Value.Admin.ListConsumerGroupsAsync(new ListConsumerGroupsOptions { RequestTimeout = _timeout });
        var groups = listed.Valid.Where(group => group.GroupId.StartsWith(GroupNames.Suite, StringComparison.Ordinal))
            .OrderBy(group => group.State == ConsumerGroupState.Empty).ThenBy(group => group.GroupId, StringComparer.Ordinal).Take(MostGroups).ToArray();
        var positions = await Task.WhenAll(groups.Select(group => PositionsAsync(group.GroupId)));
        var ends = await OffsetsAsync(positions.SelectMany(group => group).Select(position => position.TopicPartition).Distinct(), Latest);
        return [.. groups.Zip(positions).SelectMany(pair => pair.Second.GroupBy(position => position.Topic, StringComparer.Ordinal)
            .Select(topic => new GroupLag(
                pair.First.GroupId, pair.First.State.ToString(), topic.Key, topic.Sum(position => Behind(position, ends)), topic.Count())))
            .OrderBy(row => row.Group, StringComparer.Ordinal).ThenBy(row => row.Topic, StringComparer.Ordinal)];
    }

    /// <summary>The contract's topics that there are.</summary>
    /// <exception cref="KafkaException">A broker did not answer in time, or refused to.</exception>
    public async Task<IReadOnlyList<TopicLog>> TopicsAsync()
    {
        var known = (await MetadataAsync()).Topics.Where(topic => !topic.Error.IsError && topic.Partitions.Count > 0)
            .ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count, StringComparer.Ordinal);
        var names = Topics.All.Select(topic => topic.Name).Where(known.ContainsKey).ToArray();
        if (names.Length == 0)
        {
            return [];
        }

        var partitions = names.SelectMany(name => Enumerable.Range(0, known[name]).Select(partition => new TopicPartition(name, partition))).ToArray();
        var configs = ConfigsAsync(names);
        var (earliest, ends) = (await OffsetsAsync(partitions, Earliest), await OffsetsAsync(partitions, Latest));
        var kept = await configs;
        return [.. names.Select(name => new TopicLog(
            name, known[name], Sum(earliest, name), Sum(ends, name), RetentionOf(kept[name]), kept[name].GetValueOrDefault("cleanup.policy", "")))];
    }

    /// <summary>A client may not return from its end: nobody waits for it.</summary>
    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            ClientDisposal.Of(_client.Value.Reader, new CallGuard("inspector", _time));
        }
    }

    private static long Behind(TopicPartitionOffset position, Dictionary<TopicPartition, long> ends) =>
        ends.TryGetValue(position.TopicPartition, out var end) ? Math.Max(0, end - position.Offset.Value) : 0;

    private static long Sum(Dictionary<TopicPartition, long> offsets, string topic) =>
        offsets.Where(offset => offset.Key.Topic == topic).Sum(offset => offset.Value);

    private static TimeSpan? RetentionOf(Dictionary<string, string> config) =>
        config.TryGetValue("retention.ms", out var text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds >= 0 && milliseconds < TimeSpan.MaxValue.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private Task<Metadata> MetadataAsync() => Task.Run(() => _client.Value.Admin.GetMetadata(_timeout));

    private async Task<IReadOnlyList<TopicPartitionOffset>> PositionsAsync(string group)
    {
        var options = new ListConsumerGroupOffsetsOptions { RequestTimeout = _timeout };
        var listed = await _client.Value.Admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, null)], options);
        return [.. listed[0].Partitions.Where(position => !position.Error.IsError && position.Offset.Value >= 0)
            .Select(position => position.TopicPartitionOffset)];
    }

    private Task<Dictionary<TopicPartition, long>> OffsetsAsync(IEnumerable<TopicPartition> partitions, Timestamp at)
    {
        var asked = partitions.Select(partition => new TopicPartitionTimestamp(partition, at)).ToArray();
        return asked.Length == 0
            ? Task.FromResult(new Dictionary<TopicPartition, long>())
            : Task.Run(() => _client.Value.Reader.OffsetsForTimes(asked, _timeout).ToDictionary(end => end.TopicPartition, end => end.Offset.Value));
    }

    private async Task<Dictionary<string, Dictionary<string, string>>> ConfigsAsync(IEnumerable<string> topics)
    {
        var described = await _client.Value.Admin.DescribeConfigsAsync(
            topics.Select(topic => new ConfigResource { Type = ResourceType.Topic, Name = topic }), new DescribeConfigsOptions { RequestTimeout = _timeout });
        return described.ToDictionary(
            topic => topic.ConfigResource.Name, topic => topic.Entries.Values.ToDictionary(entry => entry.Name, entry => entry.Value ?? ""),
            StringComparer.Ordinal);
    }
}
