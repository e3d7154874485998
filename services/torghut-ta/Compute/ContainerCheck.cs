using Torghut.Avro;
using Torghut.Contracts.Containers;

namespace Torghut.Ta.Compute;

/// <summary>Goes through a whole container file before any of it is computed: each block holds its data, and nothing besides.</summary>
internal static class ContainerCheck
{
    /// <summary>Largest datum, bytes; the contract's records have at most 64 KiB.</summary>
    public const int MaxDatumBytes = 1 << 20;

    /// <summary>Checks the blocks up to the file's end.</summary>
    /// <exception cref="InvalidDataException">A block is damaged or larger than the bounds.</exception>
    /// <exception cref="AvroException">A datum is malformed.</exception>
    public static void Blocks(ContainerReader container)
    {
        while (container.MoveNext())
        {
            Data(container.Block.Span, container.Count, container.Header.Schema);
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
}
