using System.Buffers.Binary;
using System.Text;
using Torghut.ClickHouse.Types;

namespace Torghut.ClickHouse.Reading;

/// <summary>Any value as an object.</summary>
internal static class BoxedValue
{
    public static object? Read(ReadOnlySpan<byte> row, ref int position, ClickHouseType type)
    {
        if (type.IsNullable && row[position++] == 1) return null;
        if (type.Kind == ClickHouseTypeKind.String) return RowBinary.ReadString(row, ref position);
        if (type.Kind == ClickHouseTypeKind.Array) return ReadArray(row, ref position, type.Element!);
        ReadOnlySpan<byte> value = row.Slice(position, type.Width);
        position += type.Width;
        return ReadFixed(value, type);
    }

    private static object ReadFixed(ReadOnlySpan<byte> value, ClickHouseType type)
    {
        switch (type.Kind)
        {
            case ClickHouseTypeKind.FixedString: return Encoding.UTF8.GetString(value);
            case ClickHouseTypeKind.Uuid: return RowBinary.ReadUuid(value);
            case ClickHouseTypeKind.Decimal: return RowBinary.ReadDecimal(value, type);
            case ClickHouseTypeKind.Float32: return BinaryPrimitives.ReadSingleLittleEndian(value);
            case ClickHouseTypeKind.Float64: return BinaryPrimitives.ReadDoubleLittleEndian(value);
            case ClickHouseTypeKind.UInt64: return BinaryPrimitives.ReadUInt64LittleEndian(value);
        }
        long number = RowBinary.ReadInteger(value, type.Kind);
        return type.Kind switch
        {
            ClickHouseTypeKind.Int8 => (sbyte)number,
            ClickHouseTypeKind.Int16 => (short)number,
            ClickHouseTypeKind.Int32 => (int)number,
            ClickHouseTypeKind.UInt8 => (byte)number,
            ClickHouseTypeKind.UInt16 => (ushort)number,
            ClickHouseTypeKind.UInt32 => (uint)number,
            ClickHouseTypeKind.Bool => number != 0,
            ClickHouseTypeKind.Enum8 or ClickHouseTypeKind.Enum16 => type.EnumNames![(int)number],
            ClickHouseTypeKind.Date or ClickHouseTypeKind.Date32 => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)number),
            ClickHouseTypeKind.DateTime => DateTimeOffset.FromUnixTimeSeconds(number),
            ClickHouseTypeKind.DateTime64 => DateTimeOffset.UnixEpoch.AddTicks(ToTicks(number, type.Scale)),
            _ => number,
        };
    }

    private static long ToTicks(long value, int scale) =>
        scale <= 7 ? value * PowersOfTen.Of(7 - scale) : (long)Math.Floor((decimal)value / PowersOfTen.Of(scale - 7));

    private static object?[] ReadArray(ReadOnlySpan<byte> row, ref int position, ClickHouseType element)
    {
        RowBinary.TryReadLength(row, ref position, int.MaxValue, out int count);
        var values = new object?[count];
        for (int i = 0; i < count; i++) values[i] = Read(row, ref position, element);
        return values;
    }
}
