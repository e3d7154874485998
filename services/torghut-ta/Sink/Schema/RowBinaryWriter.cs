using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Torghut.Ta.Sink.Schema;

/// <summary>
/// Writes rows in ClickHouse's <see href="https://clickhouse.com/docs/interfaces/formats/RowBinary">RowBinary</see> format: one value after another, in
/// the order of the insert's columns. Allocates nothing. LowCardinality(T) is written as T.
/// </summary>
/// <param name="output">Where the bytes go.</param>
internal readonly ref struct RowBinaryWriter(IBufferWriter<byte> output)
{
    private const int FinestScale = 9;
    private const byte IsNull = 1;
    private const byte IsNotNull = 0;

    private readonly IBufferWriter<byte> _output = output;

    /// <summary>UInt8, from a flag.</summary>
    public void WriteBool(bool value) => WriteUInt8(value ? (byte)1 : (byte)0);

    /// <summary>UInt32.</summary>
    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_output.GetSpan(sizeof(uint)), value);
        _output.Advance(sizeof(uint));
    }

    /// <summary>UInt64.</summary>
    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_output.GetSpan(sizeof(ulong)), value);
        _output.Advance(sizeof(ulong));
    }

    /// <summary>Float64.</summary>
    public void WriteFloat64(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_output.GetSpan(sizeof(double)), value);
        _output.Advance(sizeof(double));
    }

    /// <summary>Nullable(Float64).</summary>
    public void WriteNullableFloat64(double? value)
    {
        if (value is not { } number)
        {
            WriteUInt8(IsNull);
            return;
        }

        WriteUInt8(IsNotNull);
        WriteFloat64(number);
    }

    /// <summary>Nullable(Float64); what is not finite is no number and becomes NULL.</summary>
    public void WriteFinite(double? value) => WriteNullableFloat64(value is { } number && double.IsFinite(number) ? number : null);

    /// <summary>Nullable(Int32).</summary>
    public void WriteNullableInt32(int? value)
    {
        if (value is not { } number)
        {
            WriteUInt8(IsNull);
            return;
        }

        WriteUInt8(IsNotNull);
        WriteUInt32(unchecked((uint)number));
    }

    /// <summary>Nullable(Int64).</summary>
    public void WriteNullableInt64(long? value)
    {
        if (value is not { } number)
        {
            WriteUInt8(IsNull);
            return;
        }

        WriteUInt8(IsNotNull);
        WriteUInt64(unchecked((ulong)number));
    }

    /// <summary>String.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        WriteLength(length);
        Encoding.UTF8.GetBytes(value, _output.GetSpan(length));
        _output.Advance(length);
    }

    /// <summary>DateTime64 from nanoseconds since the Unix epoch; what is finer than the column is cut off, towards the past.</summary>
    /// <param name="nanoseconds">Nanoseconds since the Unix epoch, UTC.</param>
    /// <param name="scale">Digits below a second that the column keeps, 0 to 9.</param>
    public void WriteDateTime64(long nanoseconds, int scale)
    {
        long unit = 1;
        for (int digit = scale; digit < FinestScale; digit++)
        {
            unit *= 10;
        }

        (long whole, long rest) = Math.DivRem(nanoseconds, unit);
        WriteUInt64(unchecked((ulong)(rest < 0 ? whole - 1 : whole)));
    }

    private void WriteUInt8(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    // LEB128: seven bits a byte, the least significant first.
    private void WriteLength(int length)
    {
        Span<byte> target = _output.GetSpan(5);
        int written = 0;
        uint rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7)
        {
            target[written++] = unchecked((byte)(rest | 0x80));
        }

        target[written++] = (byte)rest;
        _output.Advance(written);
    }
}
