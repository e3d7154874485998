using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Ta.Drills;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>Reads the changelog of newly assigned partitions to its end, committed records only.</summary>
internal sealed class StateRestorer(KafkaClients clients, IAdminClient admin, CallGuard guard, Failpoints failpoints, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Extra = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndsTimeout = TimeSpan.FromSeconds(10);
    private readonly TaKafkaOptions _options = clients.Options;

    /// <summary>The newest complete state of every symbol, by partition and key, and the number of records read.</summary>
    /// <param name="progress">Called again and again as long as this goes on.</param>
    public IReadOnlyDictionary<int, PartitionChangelog> Read(IReadOnlyCollection<int> partitions, Action progress, CancellationToken cancellationToken)
    {
        var changelogs = partitions.ToDictionary(p => p, _ => new PartitionChangelog(_options.GroupId));
        var ends = Ends(partitions);
        var waiting = partitions.Where(p => ends[p] > 0).ToHashSet();
        if (waiting.Count == 0)
        {
            return changelogs;
        }

        var prefix = ChangelogFrame.Prefix(_options.GroupId);
        using var consumer = clients.Consumer<byte[], byte[]>(_options.GroupId + "-restore", OffsetReset.Earliest, member: false).Build();
        consumer.Assign(waiting.Select(p => new TopicPartitionOffset(_options.StateTopic, p, Offset.Beginning)));
        var began = time.GetTimestamp();
        while (waiting.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress();
            if (consumer.Consume(Poll) is not { } result)
            {
                // Another group's open transaction may hide our records; it ends within the transaction time-out.
                if (time.GetElapsedTime(began) < _options.TransactionTimeout + Extra)
                {
                    continue;
                }

                throw new TaException(ErrorClass.Kafka, $"The changelog of partitions [{string.Join(", ", waiting)}] could not be read to its end.",
                    isTransient: true);
            }

            failpoints.Hit(FailpointNames.MidRestore);
            var partition = result.Partition.Value;
            if (result.Message is { Key: { } key } message && key.AsSpan().StartsWith(prefix))
            {
                changelogs[partition].Add(key, message.Value);
            }

            // Another group may keep writing to the log, so that its end is never reached: ours was where it stood at the beginning.
            if (result.Offset.Value + (result.IsPartitionEOF ? 0 : 1) >= ends[partition])
            {
                waiting.Remove(partition);
            }
        }

        return changelogs;
    }

    /// <summary>The logs' ends, records of open transactions included, so that nothing that is committed can be missed.</summary>
    private Dictionary<int, long> Ends(IEnumerable<int> partitions)
    {
        var specification = partitions.Select(p => new TopicPartitionOffsetSpec
        {
            TopicPartition = new TopicPartition(_options.StateTopic, p),
            OffsetSpec = OffsetSpec.Latest(),
        });
        var request = new ListOffsetsOptions { IsolationLevel = IsolationLevel.ReadUncommitted, RequestTimeout = EndsTimeout };
        var response = guard.Run(
            "ListOffsets",
            CallLimits.Outside(EndsTimeout),
            () => admin.ListOffsetsAsync(specification, request).ConfigureAwait(false).GetAwaiter().GetResult());
        return response.ResultInfos.ToDictionary(r => r.TopicPartitionOffsetError.Partition.Value, r => r.TopicPartitionOffsetError.Offset.Value);
    }
}
