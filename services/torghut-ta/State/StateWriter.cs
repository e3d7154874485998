using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Torghut.Ta.State;

/// <summary>Writes the engine's binary state: varints for whole numbers, raw bits for doubles, little-endian.</summary>
internal sealed class StateWriter
{
    private byte[] _buffer = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void WriteHeader()
    {
        Reserve(4);
        StateFormat.Magic.CopyTo(_buffer.AsSpan(_length));
        _buffer[_length + 3] = StateFormat.Version;
        _length += 4;
    }

    public void WriteByte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    /// <summary>Zig-zag varint.</summary>
    public void WriteLong(long value)
    {
        Reserve(10);
        var rest = unchecked((ulong)((value << 1) ^ (value >> 63)));
        while (rest >= 0x80)
        {
            _buffer[_length++] = unchecked((byte)(rest | 0x80));
            rest >>= 7;
        }

        _buffer[_length++] = (byte)rest;
    }

    public void WriteBits(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += 8;
    }

    public void WriteDouble(double value) => WriteBits(BitConverter.DoubleToUInt64Bits(value));

    public void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteLong(length);
        Reserve(length);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    /// <summary>Bytes with their count before them.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteLong(bytes.Length);
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>An addition: its tag, and its numbers with their length in bytes before them. See <see cref="StateReader.TryReadAddition"/>.</summary>
    public void WriteAddition(long tag, params ReadOnlySpan<long> numbers)
    {
        WriteLong(tag);
        var length = 0;
        foreach (var number in numbers)
        {
            length += VarintLength(number);
        }

        WriteLong(length);
        foreach (var number in numbers)
        {
            WriteLong(number);
        }
    }

    private static int VarintLength(long value)
    {
        var bits = 64 - BitOperations.LeadingZeroCount(unchecked((ulong)((value << 1) ^ (value >> 63))));
        return Math.Max(1, (bits + 6) / 7);
    }

    private void Reserve(int bytes)
    {
        if (_length + bytes > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }
    }
}
