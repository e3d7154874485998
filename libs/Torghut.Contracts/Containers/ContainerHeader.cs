using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Torghut.Avro;

namespace Torghut.Contracts.Containers;

/// <summary>
/// The head of an Avro object container file (specification 1.12), read and written within bounds: Apache.Avro's reader allocates what a length says.
/// </summary>
/// <param name="Schema">The schema that the data were written with.</param>
/// <param name="Deflate">Whether blocks are compressed.</param>
/// <param name="Sync">The marker after each block.</param>
public sealed record ContainerHeader(AvroSchema Schema, bool Deflate, byte[] Sync)
{
    public const int SyncBytes = 16;

    private const int MaxMetadataBytes = 1 << 20;
    private const int MaxEntries = 1_024;
    private const string SchemaKey = "avro.schema";
    private const string CodecKey = "avro.codec";
    private const string NullCodec = "null";
    private const string DeflateCodec = "deflate";

    private static ReadOnlySpan<byte> Magic => "Obj\u0001"u8;

    /// <summary>Reads from the beginning of a file up to the first block.</summary>
    /// <exception cref="InvalidDataException">It is no such file, a part is larger than the bounds, or its codec is neither null nor deflate.</exception>
    /// <exception cref="AvroSchemaException">Its schema is none.</exception>
    public static ContainerHeader Read(ContainerInput input)
    {
        if (!input.Exactly(Magic.Length).AsSpan().SequenceEqual(Magic))
        {
            throw new InvalidDataException("The file does not begin as an Avro object container file.");
        }

        var metadata = ReadMetadata(input);
        var sync = input.Exactly(SyncBytes);
        if (!metadata.TryGetValue(SchemaKey, out var schema) || !Utf8.IsValid(schema))
        {
            throw new InvalidDataException("The file names no schema.");
        }

        var codec = metadata.TryGetValue(CodecKey, out var name) ? Encoding.UTF8.GetString(name) : NullCodec;
        return codec is NullCodec or DeflateCodec
            ? new ContainerHeader(AvroSchema.Parse(Encoding.UTF8.GetString(schema)), codec == DeflateCodec, sync)
            : throw new InvalidDataException($"The file's codec is '{codec}'; null and deflate can be read.");
    }

    /// <summary>The head of a new file. Its marker is made from the schema, so that the same records give the same file.</summary>
    public static byte[] Write(AvroSchema schema, bool deflate)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(Magic);
        var writer = new AvroWriter(buffer);
        writer.WriteMapBlock(2);
        writer.WriteString(SchemaKey);
        writer.WriteString(schema.Json);
        writer.WriteString(CodecKey);
        writer.WriteString(deflate ? DeflateCodec : NullCodec);
        writer.WriteMapEnd();
        writer.WriteFixed(SHA256.HashData(Encoding.UTF8.GetBytes(schema.Json)).AsSpan(0, SyncBytes));
        return buffer.WrittenSpan.ToArray();
    }

    private static Dictionary<string, byte[]> ReadMetadata(ContainerInput input)
    {
        var metadata = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var left = MaxMetadataBytes;
        for (var count = input.Long(); count != 0; count = input.Long())
        {
            // A negative count is followed by the size of the block, which only those need who skip it.
            if (count < 0)
            {
                input.Long();
            }

            if (count is < -MaxEntries or > MaxEntries)
            {
                throw new InvalidDataException($"The file's header claims {count} entries.");
            }

            for (var entries = Math.Abs(count); entries > 0; entries--)
            {
                var key = Encoding.UTF8.GetString(Bytes(input, ref left));
                if (metadata.Count >= MaxEntries || !metadata.TryAdd(key, Bytes(input, ref left)))
                {
                    throw new InvalidDataException($"The file's header has '{key}' twice, or more than {MaxEntries} entries.");
                }
            }
        }

        return metadata;
    }

    private static byte[] Bytes(ContainerInput input, ref int left)
    {
        var length = input.Long();
        if (length < 0 || length > left)
        {
            throw new InvalidDataException($"The file's header claims {length} bytes, {left} are accepted.");
        }

        left -= (int)length;
        return input.Exactly((int)length);
    }
}
