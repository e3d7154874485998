using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Transactions;

/// <summary>All that is known of one transactional id; every change is a new record, written to the journal first.</summary>
internal sealed record TransactionRecord(string Id, long ProducerId, short Epoch, int TimeoutMs)
{
    /// <summary>The epoch before the last one handed out, so that a repeated request for it gets the same answer; -1 when it may not.</summary>
    public short LastEpoch { get; init; } = -1;

    public TransactionState State { get; init; }

    /// <summary>Milliseconds since the epoch at which the open transaction began.</summary>
    public long Started { get; init; }

    public IReadOnlyCollection<TopicPartition> Partitions { get; init; } = [];

    public IReadOnlyCollection<string> Groups { get; init; } = [];

    public string Key => Prefix + Id;

    public const string Prefix = "txn/";

    public void Write(WireWriter writer)
    {
        writer.String(Id);
        writer.Int64(ProducerId);
        writer.Int16(Epoch);
        writer.Int32(TimeoutMs);
        writer.Int16(LastEpoch);
        writer.Int8((sbyte)State);
        writer.Int64(Started);
        writer.Array(Partitions.Count);
        foreach (var (topic, partition) in Partitions)
        {
            writer.String(topic);
            writer.Int32(partition);
        }

        writer.Array(Groups.Count);
        foreach (var group in Groups)
        {
            writer.String(group);
        }
    }

    public static TransactionRecord Read(WireReader reader)
    {
        var record = new TransactionRecord(reader.String(), reader.Int64(), reader.Int16(), reader.Int32())
        {
            LastEpoch = reader.Int16(),
            State = (TransactionState)reader.Int8(),
            Started = reader.Int64(),
        };
        var partitions = new List<TopicPartition>();
        for (var i = reader.ArrayLength(); i > 0; i--)
        {
            partitions.Add(new TopicPartition(reader.String(), reader.Int32()));
        }

        var groups = new List<string>();
        for (var i = reader.ArrayLength(); i > 0; i--)
        {
            groups.Add(reader.String());
        }

        return record with { Partitions = partitions, Groups = groups };
    }
}
