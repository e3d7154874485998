using System.Buffers.Binary;

namespace Torghut.Alpaca.Parsing;

/// <summary>A quick hash of a few bytes, seeded anew in every process so that a feed cannot aim at collisions.</summary>
internal static class SpanHash
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var hash = Seed ^ ((ulong)bytes.Length * Multiplier);
            while (bytes.Length >= sizeof(ulong))
            {
                hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                bytes = bytes[sizeof(ulong)..];
            }

            var rest = 0UL;
            foreach (var value in bytes)
            {
                rest = (rest << 8) | value;
            }

            hash = Mix(hash ^ rest);
            return (uint)(hash >> 32);
        }
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value *= Multiplier;
            return value ^ (value >> 29);
        }
    }
}
