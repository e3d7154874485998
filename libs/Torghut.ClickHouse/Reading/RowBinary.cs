using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Torghut.ClickHouse.Types;

namespace Torghut.ClickHouse.Reading;

/// <summary>Where values end and what their bytes mean. Every method trusts that the bytes are there; <see cref="TrySkip"/> is what checks.</summary>
internal static class RowBinary
{
    /// <summary>Moves past one value of a type.</summary>
    /// <returns>False when the value runs on past the end of the data.</returns>
    /// <exception cref="FormatException">The bytes cannot be such a value, or it is longer than <paramref name="limit"/>.</exception>
    public static bool TrySkip(ReadOnlySpan<byte> data, ref int position, ClickHouseType type, int limit)
    {
        if (type.IsNullable)
        {
            if (position >= data.Length) return false;
            byte isNull = data[position++];
            if (isNull == 1) return true;
            if (isNull != 0) throw new FormatException($"A null mark is {isNull}; expected 0 or 1.");
        }
        return type.Kind switch
        {
            ClickHouseTypeKind.String => TryReadLength(data, ref position, limit, out int length) && TryMove(data, ref position, length),
            ClickHouseTypeKind.Array => TrySkipArray(data, ref position, type.Element!, limit),
            _ => TryMove(data, ref position, type.Width),
        };
    }

    /// <summary>Reads a LEB128 length.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> data, ref int position, int limit, out int length)
    {
        ulong value = 0;
        length = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (position >= data.Length) return false;
            byte b = data[position++];
            value |= (ulong)(b & 0x7F) << shift;
            if ((b & 0x80) != 0) continue;
            if (value > (ulong)limit) throw new FormatException($"A value says it is {value} long; at most {limit} is accepted.");
            length = (int)value;
            return true;
        }
        throw new FormatException("A length has more than 64 bits.");
    }

    public static string ReadString(ReadOnlySpan<byte> data, ref int position)
    {
        TryReadLength(data, ref position, int.MaxValue, out int length);
        string text = Encoding.UTF8.GetString(data.Slice(position, length));
        position += length;
        return text;
    }

    public static long ReadInteger(ReadOnlySpan<byte> data, ClickHouseTypeKind kind) => kind switch
    {
        ClickHouseTypeKind.Int8 or ClickHouseTypeKind.Enum8 => unchecked((sbyte)data[0]),
        ClickHouseTypeKind.UInt8 or ClickHouseTypeKind.Bool => data[0],
        ClickHouseTypeKind.Int16 or ClickHouseTypeKind.Enum16 => BinaryPrimitives.ReadInt16LittleEndian(data),
        ClickHouseTypeKind.UInt16 or ClickHouseTypeKind.Date => BinaryPrimitives.ReadUInt16LittleEndian(data),
        ClickHouseTypeKind.Int32 or ClickHouseTypeKind.Date32 => BinaryPrimitives.ReadInt32LittleEndian(data),
        ClickHouseTypeKind.UInt32 or ClickHouseTypeKind.DateTime => BinaryPrimitives.ReadUInt32LittleEndian(data),
        ClickHouseTypeKind.Int64 or ClickHouseTypeKind.DateTime64 => BinaryPrimitives.ReadInt64LittleEndian(data),
        ClickHouseTypeKind.UInt64 => checked((long)BinaryPrimitives.ReadUInt64LittleEndian(data)),
        _ => throw new InvalidCastException($"A column of type {kind} does not hold whole numbers."),
    };

    public static Guid ReadUuid(ReadOnlySpan<byte> data)
    {
        // Two little-endian halves, the more significant first.
        Span<byte> bigEndian = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian, BinaryPrimitives.ReadUInt64LittleEndian(data));
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian[8..], BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
        return new Guid(bigEndian, bigEndian: true);
    }

    /// <exception cref="OverflowException">The value has more digits than <see cref="decimal"/> holds.</exception>
    public static decimal ReadDecimal(ReadOnlySpan<byte> data, ClickHouseType type)
    {
        Int128 units = type.Width switch
        {
            4 => BinaryPrimitives.ReadInt32LittleEndian(data),
            8 => BinaryPrimitives.ReadInt64LittleEndian(data),
            _ => BinaryPrimitives.ReadInt128LittleEndian(data),
        };
        if (type.Scale <= 28) return (decimal)units * PowersOfTen.Fraction(type.Scale);
        // A decimal has 28 digits below the point at most.
        (Int128 kept, Int128 rest) = Int128.DivRem(units, (Int128)BigInteger.Pow(10, type.Scale - 28));
        return rest == 0 ? (decimal)kept * PowersOfTen.Fraction(28) : throw new OverflowException($"A Decimal with {type.Scale} digits below the point does not fit into 28.");
    }

    private static bool TrySkipArray(ReadOnlySpan<byte> data, ref int position, ClickHouseType element, int limit)
    {
        if (!TryReadLength(data, ref position, limit, out int count)) return false;
        if (element is { IsNullable: false, Width: > 0 }) return TryMove(data, ref position, (long)count * element.Width);
        for (int i = 0; i < count; i++)
            if (!TrySkip(data, ref position, element, limit)) return false;
        return true;
    }

    private static bool TryMove(ReadOnlySpan<byte> data, ref int position, long length)
    {
        if (length > data.Length - position) return false;
        position += (int)length;
        return true;
    }
}
