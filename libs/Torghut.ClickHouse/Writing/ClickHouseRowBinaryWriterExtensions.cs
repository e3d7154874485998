namespace Torghut.ClickHouse;

/// <summary>Times, dates and decimals, which RowBinary holds as integers.</summary>
public static class ClickHouseRowBinaryWriterExtensions
{
    /// <summary>DateTime, whole seconds since the Unix epoch.</summary>
    /// <exception cref="OverflowException">Before 1970 or after 2106.</exception>
    public static void WriteDateTime(this ClickHouseRowBinaryWriter writer, DateTimeOffset value) => writer.WriteUInt32(checked((uint)value.ToUnixTimeSeconds()));

    /// <summary>DateTime64 from nanoseconds since the Unix epoch; what is finer than the column is cut off, towards the past.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="nanoseconds">Nanoseconds since the Unix epoch, UTC.</param>
    /// <param name="scale">Digits below a second that the column keeps, 0 to 9.</param>
    public static void WriteDateTime64(this ClickHouseRowBinaryWriter writer, long nanoseconds, int scale)
    {
        long unit = PowersOfTen.Of(9 - scale);
        (long whole, long rest) = Math.DivRem(nanoseconds, unit);
        writer.WriteInt64(rest < 0 ? whole - 1 : whole);
    }

    /// <summary>Date.</summary>
    /// <exception cref="OverflowException">Before 1970 or after 2149.</exception>
    public static void WriteDate(this ClickHouseRowBinaryWriter writer, DateOnly value) => writer.WriteUInt16(checked((ushort)DaysSinceEpoch(value)));

    /// <summary>Date32.</summary>
    public static void WriteDate32(this ClickHouseRowBinaryWriter writer, DateOnly value) => writer.WriteInt32(DaysSinceEpoch(value));

    /// <summary>Decimal(precision, scale).</summary>
    /// <exception cref="OverflowException">The value has more digits, above or below the point, than the column.</exception>
    public static void WriteDecimal(this ClickHouseRowBinaryWriter writer, decimal value, int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 28);
        if (decimal.Round(value, scale) != value) throw new OverflowException($"{value} has more than {scale} digits below the point.");
        Int128 units = Units(value, scale);
        if (Int128.Abs(units) >= Power(precision)) throw new OverflowException($"{value} has more than {precision} digits.");
        if (precision <= 9) writer.WriteInt32((int)units);
        else if (precision <= 18) writer.WriteInt64((long)units);
        else WriteInt128(writer, units);
    }

    private static int DaysSinceEpoch(DateOnly value) => value.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static void WriteInt128(ClickHouseRowBinaryWriter writer, Int128 value)
    {
        var bits = unchecked((UInt128)value);
        writer.WriteUInt64(unchecked((ulong)bits));
        writer.WriteUInt64((ulong)(bits >> 64));
    }

    private static Int128 Units(decimal value, int scale)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var digits = unchecked(new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]));
        int own = (parts[3] >> 16) & 0xFF;
        var units = (Int128)digits;
        // Trailing zeros below the column's scale may be there: 1.50 into a column with one digit.
        units = own <= scale ? checked(units * Power(scale - own)) : units / Power(own - scale);
        return parts[3] < 0 ? -units : units;
    }

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (int i = 0; i < exponent; i++) power *= 10;
        return power;
    }
}
