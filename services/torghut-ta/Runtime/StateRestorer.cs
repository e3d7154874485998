using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Ta.Drills;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>Reads the changelog of newly assigned partitions to its end, committed records only.</summary>
/// <param name="open">Makes the client that is asked where the changelog ends; null for the brokers'.</param>
internal sealed class StateRestorer(KafkaClients clients, Failpoints failpoints, TimeProvider time, Func<IEndOffsetClient>? open = null)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Extra = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndsTimeout = TimeSpan.FromSeconds(3);
    private const int EndsAttempts = 4;
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
        var given = time.GetTimestamp();
        while (waiting.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress();
            var result = consumer.Consume(Poll);
            if (result is { IsPartitionEOF: false } && waiting.Contains(result.Partition.Value))
            {
                given = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(given) >= _options.TransactionTimeout + Extra)
            {
                // Another group's open transaction may hide our records; it ends within the transaction time-out. How long the rest takes does not count, nor
                // does what others go on writing to partitions that are read.
                throw new TaException(ErrorClass.Kafka, $"The changelog of partitions [{string.Join(", ", waiting)}] could not be read to its end.",
                    isTransient: true);
            }

            if (result is null)
            {
                continue;
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

    /// <summary>
    /// The logs' ends, records of open transactions included, so that nothing that is committed can be missed. Each attempt has a client of its own: one that
    /// is older may have its questions with a broker that is halted, or know a leader that is gone.
    /// </summary>
    private Dictionary<int, long> Ends(IEnumerable<int> partitions)
    {
        var logs = partitions.Select(partition => new TopicPartition(_options.StateTopic, partition)).ToList();
        for (var attempt = 1; ; attempt++)
        {
            var guard = new CallGuard("ends of the changelog", time);
            var client = open is null ? clients.EndOffsets(IsolationLevel.ReadUncommitted) : open();
            try
            {
                return guard.Run(nameof(client.Ask), CallLimits.Outside(EndsTimeout), () => client.Ask(logs, EndsTimeout))
                    .ToDictionary(end => end.Partition.Value, end => end.Offset.Value);
            }
            catch (KafkaException) when (attempt < EndsAttempts)
            {
                // Another client may know better.
            }
            finally
            {
                ClientDisposal.Of(client, guard);
            }
        }
    }
}
