using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>One partition a fetch asks for.</summary>
internal readonly record struct FetchPartition(int Index, int LeaderEpoch, long Offset, int MaxBytes);

/// <summary>What a fetch asks for. Sessions are not kept: each request names all it wants.</summary>
internal sealed record FetchRequest(
    int MaxWaitMs, int MinBytes, int MaxBytes, bool ReadCommitted, IReadOnlyList<(string Topic, IReadOnlyList<FetchPartition> Partitions)> Topics)
{
    public static FetchRequest Read(WireReader reader, short version)
    {
        reader.Int32();
        var (maxWait, minBytes, maxBytes, isolation) = (reader.Int32(), reader.Int32(), reader.Int32(), reader.Int8());
        if (version >= 7)
        {
            reader.Int64();
        }

        var topics = new (string, IReadOnlyList<FetchPartition>)[reader.ArrayLength()];
        for (var i = 0; i < topics.Length; i++)
        {
            var name = reader.String();
            var partitions = new FetchPartition[reader.ArrayLength()];
            for (var j = 0; j < partitions.Length; j++)
            {
                partitions[j] = ReadPartition(reader, version);
            }

            reader.Tags();
            topics[i] = (name, partitions);
        }

        return new FetchRequest(maxWait, minBytes, maxBytes, isolation == 1, topics);
    }

    private static FetchPartition ReadPartition(WireReader reader, short version)
    {
        var index = reader.Int32();
        var leaderEpoch = version >= 9 ? reader.Int32() : -1;
        var offset = reader.Int64();
        if (version >= 12)
        {
            reader.Int32();
        }

        if (version >= 5)
        {
            reader.Int64();
        }

        var maxBytes = reader.Int32();
        reader.Tags();
        return new FetchPartition(index, leaderEpoch, offset, maxBytes);
    }
}
