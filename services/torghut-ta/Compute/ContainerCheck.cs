using System.IO.Compression;
using Torghut.Avro;
using Torghut.Contracts.Containers;

namespace Torghut.Ta.Compute;

/// <summary>
/// Goes through a whole container file before Apache.Avro sees a block of it. Apache.Avro's reader allocates what a block's size says, inflates without
/// a bound, and lets a block end before or after its last datum; of a file that passes here it can read only what is there.
/// </summary>
internal static class ContainerCheck
{
    /// <summary>Largest block, bytes, both as it stands in the file and inflated. Writers in use stay far below.</summary>
    public const int MaxBlockBytes = 64 << 20;

    /// <summary>Largest datum, bytes; the contract's records have at most 64 KiB.</summary>
    public const int MaxDatumBytes = 1 << 20;

    /// <summary>Checks the blocks that follow a header up to the file's end.</summary>
    /// <exception cref="InvalidDataException">A block is damaged or larger than the bounds.</exception>
    /// <exception cref="AvroException">A datum is malformed.</exception>
    public static void Blocks(ContainerInput input, ContainerHeader header)
    {
        using var inflated = new MemoryStream();
        while (input.Remaining > 0)
        {
            var (count, size) = (input.Long(), input.Long());
            if (size is < 0 or > MaxBlockBytes || count < 0)
            {
                throw new InvalidDataException($"A block claims {count} data in {size} bytes.");
            }

            var block = input.Exactly((int)size);
            if (!input.Exactly(ContainerHeader.SyncBytes).AsSpan().SequenceEqual(header.Sync))
            {
                throw new InvalidDataException("A block does not end with the file's marker.");
            }

            Data(header.Deflate ? Inflate(block, inflated) : block, count, header.Schema);
        }
    }

    private static void Data(ReadOnlySpan<byte> block, long count, AvroSchema schema)
    {
        // A datum that takes no bytes is none of ours, and any number of them would fit.
        if (count > block.Length)
        {
            throw new InvalidDataException($"A block claims {count} data in {block.Length} bytes.");
        }

        while (count-- > 0)
        {
            // A reader of its own for each: what one datum may hold of items without bytes is bounded for each.
            var reader = new AvroReader(block);
            var datum = reader.Slice(schema);
            if (datum.Length > MaxDatumBytes)
            {
                throw new InvalidDataException($"A datum has {datum.Length} bytes, {MaxDatumBytes} are accepted.");
            }

            block = block[datum.Length..];
        }

        if (block.Length > 0)
        {
            throw new InvalidDataException($"A block has {block.Length} bytes after its last datum.");
        }
    }

    private static ReadOnlySpan<byte> Inflate(byte[] block, MemoryStream inflated)
    {
        inflated.SetLength(0);
        using var inflate = new DeflateStream(new MemoryStream(block, writable: false), CompressionMode.Decompress);
        var part = new byte[16 * 1024];
        for (var read = inflate.Read(part); read > 0; read = inflate.Read(part))
        {
            if (inflated.Length + read > MaxBlockBytes)
            {
                throw new InvalidDataException("A block is larger than can be read.");
            }

            inflated.Write(part, 0, read);
        }

        return inflated.GetBuffer().AsSpan(0, (int)inflated.Length);
    }
}
