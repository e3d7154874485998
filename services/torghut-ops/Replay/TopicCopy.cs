using System.IO.Compression;
using System.Text;
using Confluent.Kafka;

namespace Torghut.Ops.Replay;

/// <summary>
/// A topic's committed records as a file: a gzip stream of number and fields, closed by the count of records, so that a file that ends early is none. It is
/// written beside its place, forced to the disk and renamed.
/// </summary>
internal static class TopicCopy
{
    private const int Magic = 0x54524331;
    private const byte Another = 1;
    private const byte Last = 0;

    public static long Write(string path, Action<Action<ConsumeResult<byte[]?, byte[]?>>> read)
    {
        var count = 0L;
        using (var file = new FileStream(path + ".partial", FileMode.Create, FileAccess.Write))
        {
            using (var packed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
            using (var writer = new BinaryWriter(packed, Encoding.UTF8))
            {
                writer.Write(Magic);
                read(record =>
                {
                    writer.Write(Another);
                    writer.Write(record.Partition.Value);
                    writer.Write(record.Offset.Value);
                    writer.Write(record.Message.Timestamp.UnixTimestampMs);
                    WriteBytes(writer, record.Message.Key);
                    WriteBytes(writer, record.Message.Value);
                    WriteHeaders(writer, record.Message.Headers);
                    count++;
                });
                writer.Write(Last);
                writer.Write(count);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".partial", path, overwrite: true);
        return count;
    }

    /// <exception cref="ReplayException">The file is damaged.</exception>
    public static IEnumerable<CopiedRecord> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        using var reader = new BinaryReader(new GZipStream(file, CompressionMode.Decompress), Encoding.UTF8);
        if (reader.ReadInt32() != Magic)
        {
            throw new ReplayException($"{path} is no copy of a topic.");
        }

        var count = 0L;
        while (reader.ReadByte() == Another)
        {
            yield return new CopiedRecord(
                reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64(), ReadBytes(reader), ReadBytes(reader), ReadHeaders(reader));
            count++;
        }

        if (reader.ReadInt64() != count)
        {
            throw new ReplayException($"{path} is damaged: it lacks records.");
        }
    }

    /// <summary>Reads a copy to its end, before what it is a copy of is deleted.</summary>
    /// <exception cref="ReplayException">It is damaged, or not there.</exception>
    public static void Check(string path)
    {
        try
        {
            foreach (var _ in Read(path))
            {
            }
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new ReplayException($"{path} cannot be read ({damaged.Message}); nothing was deleted.");
        }
    }

    private static void WriteBytes(BinaryWriter writer, byte[]? bytes)
    {
        writer.Write(bytes?.Length ?? -1);
        if (bytes is not null)
        {
            writer.Write(bytes);
        }
    }

    private static byte[]? ReadBytes(BinaryReader reader) => reader.ReadInt32() is >= 0 and var length ? reader.ReadBytes(length) : null;

    private static void WriteHeaders(BinaryWriter writer, Headers? headers)
    {
        writer.Write(headers?.Count ?? 0);
        foreach (var header in headers ?? [])
        {
            writer.Write(header.Key);
            WriteBytes(writer, header.GetValueBytes());
        }
    }

    private static Headers ReadHeaders(BinaryReader reader)
    {
        var headers = new Headers();
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            headers.Add(reader.ReadString(), ReadBytes(reader));
        }

        return headers;
    }
}
