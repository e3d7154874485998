using System.Security.Cryptography;
using Torghut.Ta.Runtime;
using Torghut.Ta.State;

namespace Torghut.Ta.Savepoints;

/// <summary>
/// A savepoint as bytes: magic and version, the head, each partition's offsets and states, and last a SHA-256 of all before it, so that a
/// file that is damaged or not whole is never taken for a savepoint.
/// </summary>
internal static class SavepointFile
{
    /// <summary>Raise it when the layout changes, and keep reading the older ones.</summary>
    private const byte Version = 1;

    private const int HeadSize = 5;

    private static ReadOnlySpan<byte> Magic => "TSVP"u8;

    public static byte[] Write(Savepoint savepoint)
    {
        var writer = new StateWriter();
        foreach (var character in Magic)
        {
            writer.WriteByte(character);
        }

        writer.WriteByte(Version);
        writer.WriteLong(savepoint.Created.ToUnixTimeMilliseconds());
        writer.WriteString(savepoint.Group);
        writer.WriteLong(savepoint.Topics.Count);
        foreach (var topic in savepoint.Topics)
        {
            writer.WriteString(topic);
        }

        writer.WriteLong(savepoint.Partitions.Count);
        foreach (var partition in savepoint.Partitions)
        {
            Write(writer, partition);
        }

        return [.. writer.Written, .. SHA256.HashData(writer.Written)];
    }

    /// <exception cref="SavepointException">The bytes are not a whole savepoint of a version that this build reads.</exception>
    public static Savepoint Read(string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadSize + SHA256.HashSizeInBytes || !bytes.StartsWith(Magic))
        {
            throw new SavepointException($"{name} is not a savepoint.");
        }

        if (bytes[Magic.Length] != Version)
        {
            throw new SavepointException($"{name} has version {bytes[Magic.Length]}; this build reads version {Version}.");
        }

        var content = bytes[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new SavepointException($"{name} is damaged or not whole: its {bytes.Length} bytes do not have the checksum at their end.");
        }

        try
        {
            return Read(content[HeadSize..]);
        }
        catch (StateFormatException exception)
        {
            throw new SavepointException($"{name} cannot be read: {exception.Message}", exception);
        }
    }

    private static Savepoint Read(ReadOnlySpan<byte> content)
    {
        var reader = new StateReader(content);
        var created = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadLong());
        var group = reader.ReadString();
        var topics = new string[reader.ReadCount(1)];
        for (var i = 0; i < topics.Length; i++)
        {
            topics[i] = reader.ReadString();
        }

        var partitions = new SavedPartition[reader.ReadCount(4)];
        for (var i = 0; i < partitions.Length; i++)
        {
            partitions[i] = ReadPartition(ref reader);
        }

        return new Savepoint(created, group, topics, partitions);
    }

    private static void Write(StateWriter writer, SavedPartition partition)
    {
        writer.WriteLong(partition.Offsets.Trades);
        writer.WriteLong(partition.Offsets.Quotes);
        writer.WriteLong(partition.Offsets.Bars);
        writer.WriteLong(partition.States.Count);
        foreach (var (symbol, state) in partition.States.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteString(symbol);
            writer.WriteBytes(state.Span);
        }
    }

    private static SavedPartition ReadPartition(ref StateReader reader)
    {
        var offsets = new CommittedOffsets(reader.ReadLong(), reader.ReadLong(), reader.ReadLong());
        var states = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        for (var left = reader.ReadCount(2); left > 0; left--)
        {
            states[reader.ReadString()] = reader.ReadBytes();
        }

        return new SavedPartition(offsets, states);
    }
}
