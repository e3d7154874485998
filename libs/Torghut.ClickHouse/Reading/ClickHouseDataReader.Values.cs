using System.Buffers.Binary;
using System.Text;
using Torghut.ClickHouse.Reading;
using Torghut.ClickHouse.Types;

namespace Torghut.ClickHouse;

/// <content>Values of the row that the reader stands on.</content>
public sealed partial class ClickHouseDataReader
{
    /// <summary>Whether the value is NULL.</summary>
    public bool IsNull(int ordinal) => TypeAt(ordinal).IsNullable && _buffer.Unread[_offsets[ordinal]] == 1;

    /// <summary>Any integer type, Bool and Enum as its number, that fits.</summary>
    /// <exception cref="OverflowException">A UInt64 above 2^63-1.</exception>
    public long GetInt64(int ordinal) => RowBinary.ReadInteger(Value(ordinal), TypeAt(ordinal).Kind);

    /// <summary>As <see cref="GetInt64"/>, narrowed.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public int GetInt32(int ordinal) => checked((int)GetInt64(ordinal));

    /// <summary>Unsigned integers, up to 2^64-1.</summary>
    public ulong GetUInt64(int ordinal) =>
        TypeAt(ordinal).Kind == ClickHouseTypeKind.UInt64 ? BinaryPrimitives.ReadUInt64LittleEndian(Value(ordinal)) : checked((ulong)GetInt64(ordinal));

    /// <summary>Bool, and UInt8 used as one.</summary>
    public bool GetBoolean(int ordinal) => TypeAt(ordinal).Kind is ClickHouseTypeKind.Bool or ClickHouseTypeKind.UInt8 ? Value(ordinal)[0] != 0 : throw Mismatch(ordinal, "a Bool");

    /// <summary>Float64 and Float32.</summary>
    public double GetDouble(int ordinal) => TypeAt(ordinal).Kind switch
    {
        ClickHouseTypeKind.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(Value(ordinal)),
        ClickHouseTypeKind.Float32 => BinaryPrimitives.ReadSingleLittleEndian(Value(ordinal)),
        _ => throw Mismatch(ordinal, "a Float"),
    };

    /// <summary>As <see cref="GetDouble"/>, null for NULL.</summary>
    public double? GetNullableDouble(int ordinal) => IsNull(ordinal) ? null : GetDouble(ordinal);

    /// <summary>Float32.</summary>
    public float GetFloat(int ordinal) =>
        TypeAt(ordinal).Kind == ClickHouseTypeKind.Float32 ? BinaryPrimitives.ReadSingleLittleEndian(Value(ordinal)) : throw Mismatch(ordinal, "a Float32");

    /// <summary>Decimal.</summary>
    public decimal GetDecimal(int ordinal) => TypeAt(ordinal).Kind == ClickHouseTypeKind.Decimal ? RowBinary.ReadDecimal(Value(ordinal), TypeAt(ordinal)) : throw Mismatch(ordinal, "a Decimal");

    /// <summary>String, FixedString with its trailing zeros, and Enum by name.</summary>
    public string GetString(int ordinal) => TypeAt(ordinal) is { EnumNames: { } names }
        ? names[(int)GetInt64(ordinal)]
        : Encoding.UTF8.GetString(GetUtf8(ordinal));

    /// <summary>Bytes of a String or FixedString; valid until the next row.</summary>
    public ReadOnlySpan<byte> GetUtf8(int ordinal)
    {
        ClickHouseType type = TypeAt(ordinal);
        ReadOnlySpan<byte> value = Value(ordinal);
        if (type.Kind == ClickHouseTypeKind.FixedString) return value[..type.Width];
        if (type.Kind != ClickHouseTypeKind.String) throw Mismatch(ordinal, "a String");
        int position = 0;
        RowBinary.TryReadLength(value, ref position, int.MaxValue, out int length);
        return value.Slice(position, length);
    }

    /// <summary>UUID.</summary>
    public Guid GetGuid(int ordinal) => TypeAt(ordinal).Kind == ClickHouseTypeKind.Uuid ? RowBinary.ReadUuid(Value(ordinal)) : throw Mismatch(ordinal, "a UUID");

    /// <summary>Date and Date32.</summary>
    public DateOnly GetDate(int ordinal) => TypeAt(ordinal).Kind is ClickHouseTypeKind.Date or ClickHouseTypeKind.Date32
        ? DateOnly.FromDayNumber(checked(DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + (int)GetInt64(ordinal)))
        : throw Mismatch(ordinal, "a Date");

    /// <summary>DateTime and DateTime64, as nanoseconds since the Unix epoch.</summary>
    /// <exception cref="OverflowException">Before 1677 or after 2262.</exception>
    public long GetUnixNanoseconds(int ordinal) => TypeAt(ordinal) switch
    {
        { Kind: ClickHouseTypeKind.DateTime } => GetInt64(ordinal) * PowersOfTen.Of(9),
        { Kind: ClickHouseTypeKind.DateTime64, Scale: var scale } => GetInt64(ordinal) * PowersOfTen.Of(9 - scale),
        _ => throw Mismatch(ordinal, "a DateTime"),
    };

    /// <summary>DateTime and DateTime64, in UTC, cut to 100 ns.</summary>
    public DateTimeOffset GetDateTimeOffset(int ordinal)
    {
        ClickHouseType type = TypeAt(ordinal);
        if (type.Kind == ClickHouseTypeKind.DateTime) return DateTimeOffset.FromUnixTimeSeconds(GetInt64(ordinal));
        if (type.Kind != ClickHouseTypeKind.DateTime64) throw Mismatch(ordinal, "a DateTime");
        long ticks = GetInt64(ordinal);
        ticks = type.Scale <= 7 ? ticks * PowersOfTen.Of(7 - type.Scale) : (long)Math.Floor((decimal)ticks / PowersOfTen.Of(type.Scale - 7));
        return DateTimeOffset.UnixEpoch.AddTicks(ticks);
    }

    /// <summary>The value as the .NET type that suits its column best, null for NULL; arrays as object?[]. Boxes; the typed methods do not.</summary>
    public object? GetValue(int ordinal)
    {
        int position = _offsets[ordinal];
        return BoxedValue.Read(RowBytes, ref position, TypeAt(ordinal));
    }

    private ReadOnlySpan<byte> RowBytes => _onRow ? _buffer.Unread[.._rowLength] : throw new InvalidOperationException("The reader stands on no row; call ReadAsync first.");

    private ClickHouseType TypeAt(int ordinal) => _columns[ordinal].Type;

    private ReadOnlySpan<byte> Value(int ordinal)
    {
        ReadOnlySpan<byte> value = RowBytes[_offsets[ordinal]..];
        if (!TypeAt(ordinal).IsNullable) return value;
        return value[0] == 0 ? value[1..] : throw new InvalidOperationException($"The value of column {_columns[ordinal].Name} is NULL.");
    }

    private InvalidCastException Mismatch(int ordinal, string wanted) => new($"Column {_columns[ordinal].Name} is of type {_columns[ordinal].TypeName}, not {wanted}.");
}
