using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Contracts.Decoding;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Ta.State;
using CommittedOffsets = Torghut.Ta.Runtime.CommittedOffsets;

namespace Torghut.Ta.Repair;

/// <summary>Reads a group's saved state as the service would when it starts, says what is wrong with it and, if asked, writes it mended.</summary>
internal sealed class StateSurgery(KafkaClients clients, TaComputeOptions compute, ISchemaSource registry, Failpoints failpoints, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly TaKafkaOptions _kafka = clients.Options;

    /// <exception cref="TaException">The group works, or what it saved cannot be read.</exception>
    public StateReport Run(bool repair, CancellationToken cancellationToken)
    {
        using var admin = clients.Admin();
        var partitions = Enumerable.Range(0, CoPartitioning.PartitionCount(admin, _kafka)).ToList();
        if (repair)
        {
            if (GroupTakeover.FindObstacle(admin, _kafka.GroupId) is { } obstacle)
            {
                throw new TaException(ErrorClass.State, obstacle, isTransient: false);
            }

            GroupTakeover.Fence(clients, partitions.Count);
        }

        var changelogs = new StateRestorer(clients, failpoints, time).Read(partitions, static () => { }, cancellationToken);
        var group = Committed([.. partitions.Where(partition => changelogs[partition].Offsets is null)]);
        var witness = new LogWitness(clients, new InputDeserializer(_kafka, compute.MaxFuture, registry, time), compute.MaxFuture, time);
        var clocks = new ClockRepair(_kafka, witness, compute.MaxFuture);
        var reports = new List<PartitionReport>();
        foreach (var partition in partitions)
        {
            var (engine, damaged) = Restore(partition, changelogs[partition]);
            var next = changelogs[partition].Offsets ?? group[partition];
            var ahead = clocks.Run(engine, changelogs[partition].Clocks, next, cancellationToken);
            reports.Add(new PartitionReport(partition, engine.SymbolCount, ahead, damaged));
            if (repair && (ahead.Count > 0 || damaged.Count > 0))
            {
                Write(engine, [.. damaged.Keys, .. changelogs[partition].UncommittedTail], next);
            }
        }

        return new StateReport(_kafka.GroupId, reports, repair);
    }

    private Dictionary<int, CommittedOffsets> Committed(List<int> partitions)
    {
        using var consumer = clients.Consumer<Ignore, Ignore>(_kafka.GroupId, OffsetReset.Earliest, member: false).Build();
        string[] topics = [_kafka.TradesTopic, _kafka.QuotesTopic, _kafka.Bars1mTopic];
        var committed = consumer.Committed(topics.SelectMany(topic => partitions.Select(partition => new TopicPartition(topic, partition))), Timeout)
            .ToDictionary(offset => (offset.Topic, offset.Partition.Value), offset => Math.Max(-1, offset.Offset.Value));
        return partitions.ToDictionary(
            partition => partition,
            partition => new CommittedOffsets(committed[(topics[0], partition)], committed[(topics[1], partition)], committed[(topics[2], partition)]));
    }

    private (PartitionEngine Engine, Dictionary<string, string> Damaged) Restore(int partition, PartitionChangelog changelog)
    {
        var engine = new PartitionEngine(partition, compute.ToEngineOptions(_kafka.TradesTopic), new NoOutput());
        var damaged = new Dictionary<string, string>(changelog.Damaged, StringComparer.Ordinal);
        foreach (var (symbol, saved) in changelog.States)
        {
            try
            {
                engine.Restore(saved.Span, symbol);
            }
            catch (StateFormatException exception)
            {
                damaged[symbol] = exception.Message;
            }
        }

        engine.CompleteRestore(changelog.Clocks);
        return (engine, damaged);
    }

    /// <param name="unsettled">Symbols whose last record in the changelog must not stay the last, for it is damaged or was never committed.</param>
    private void Write(PartitionEngine engine, IReadOnlyList<string> unsettled, CommittedOffsets offsets)
    {
        using var producer = clients.PartitionProducer(engine.Partition).Build();
        producer.InitTransactions(Timeout);
        producer.BeginTransaction();
        var target = new TopicPartition(_kafka.StateTopic, engine.Partition);
        foreach (var symbol in unsettled.Where(symbol => symbol.Length > 0 && !engine.MarkForSaving(symbol)))
        {
            Produce(ChangelogFrame.Key(_kafka.GroupId, symbol), null);
        }

        var writer = new StateWriter();
        foreach (var state in engine.Changed)
        {
            writer.Clear();
            engine.Save(state, writer);
            Produce(ChangelogFrame.Key(_kafka.GroupId, state.Symbol), ChangelogFrame.State(writer.Written));
        }

        Produce(ChangelogFrame.Prefix(_kafka.GroupId), ChangelogFrame.Commit(offsets, engine.Clocks));
        producer.CommitTransaction(Timeout);

        void Produce(byte[] key, byte[]? value) => ProducerQueue.Produce(producer, target, new Message<byte[]?, byte[]> { Key = key, Value = value! }, Timeout);
    }

    /// <summary>Nothing leaves while a state is only looked at.</summary>
    private sealed class NoOutput : IEngineOutput
    {
        public void OnMicrobar(in Contracts.Records.Microbar bar)
        {
        }

        public void OnSignal(in Contracts.Records.Signal signal)
        {
        }
    }
}
