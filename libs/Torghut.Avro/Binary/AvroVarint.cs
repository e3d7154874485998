using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Torghut.Avro;

/// <summary>
/// Avro's integers: seven bits a byte, the lowest first, the sign in the lowest bit
/// (<see href="https://avro.apache.org/docs/1.12.0/specification/#primitive-types">zigzag</see>).
/// </summary>
public static class AvroVarint
{
    /// <summary>Most bytes of one.</summary>
    public const int MaxBytes = 10;

    private const ulong MoreFollows = 0x8080_8080_8080_8080;

    /// <summary>Reads an integer and moves behind it; false, and moves nowhere, where the data is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> data, ref int position, out long value)
    {
        // Most are an index, a length or a small number.
        if ((uint)position < (uint)data.Length && data[position] < 0x80)
        {
            value = Signed(data[position]);
            position++;
            return true;
        }

        return TryReadLong(data, ref position, out value);
    }

    private static bool TryReadLong(ReadOnlySpan<byte> data, ref int position, out long value)
    {
        var rest = data[position..];
        if (rest.Length < MaxBytes)
        {
            return TryReadBytes(rest, ref position, out value);
        }

        var word = BinaryPrimitives.ReadUInt64LittleEndian(rest);
        var ends = ~word & MoreFollows;
        if (ends != 0)
        {
            value = Signed(Compact(word & (ends ^ (ends - 1))));
            position += (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
            return true;
        }

        ulong ninth = rest[8];
        ulong tenth = ninth < 0x80 ? 0UL : rest[9];
        value = Signed(Compact(word) | ((ninth & 0x7f) << 56) | (tenth << 63));
        position += ninth < 0x80 ? 9 : 10;

        // The tenth byte has room for the 64th bit only.
        if (tenth > 1)
        {
            position -= 10;
            return false;
        }

        return true;
    }

    private static bool TryReadBytes(ReadOnlySpan<byte> rest, ref int position, out long value)
    {
        ulong bits = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            bits |= (ulong)(rest[i] & 0x7f) << (7 * i);
            if (rest[i] < 0x80)
            {
                position += i + 1;
                value = Signed(bits);
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <summary>Takes the top bit out of each of eight bytes: pairs of seven bits, then of 14, then of 28.</summary>
    private static ulong Compact(ulong word)
    {
        word &= ~MoreFollows;
        word = (word & 0x007f_007f_007f_007f) | ((word & 0x7f00_7f00_7f00_7f00) >> 1);
        word = (word & 0x0000_3fff_0000_3fff) | ((word & 0x3fff_0000_3fff_0000) >> 2);
        return (word & 0x0fff_ffff) | ((word & 0x0fff_ffff_0000_0000) >> 4);
    }

    private static long Signed(ulong bits) => unchecked((long)(bits >> 1) ^ -(long)(bits & 1));
}
