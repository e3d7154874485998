using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Torghut.Avro;
using Torghut.Contracts.Market;

namespace Torghut.Ta.Sink.Schema;

/// <summary>
/// Goes through a record's Avro and writes its RowBinary at once. It knows only the ordinary form of each value (a length or an index in one byte, ASCII);
/// at anything else it fails, and stays failed. Reads nothing beyond the datum; room for all that a row can take is asked for before.
/// </summary>
internal ref struct RowTranscoder
{
    /// <summary>More than all columns but the strings take.</summary>
    private const int FixedColumns = 512;

    private const int MaxText = 63;
    private const byte Absent = 0;
    private const byte Present = 2;
    private const byte IsNull = 1;
    private const byte IsNotNull = 0;
    private const ulong Exponent = 0x7FF0_0000_0000_0000;
    private const ulong NanosPerMilli = 1_000_000;

    private readonly ReadOnlySpan<byte> _datum;
    private readonly Span<byte> _row;
    private int _next;
    private int _written;
    private bool _failed;

    /// <param name="row">At least <see cref="RoomFor"/> bytes.</param>
    public RowTranscoder(ReadOnlySpan<byte> datum, Span<byte> row)
    {
        _datum = datum;
        _row = row;
    }

    /// <summary>Whether all of the datum has become a row.</summary>
    public readonly bool IsWhole => !_failed && _next == _datum.Length;

    public readonly int Written => _written;

    /// <summary>Every string of a row is in the datum or is the topic.</summary>
    public static int RoomFor(ReadOnlySpan<byte> datum, ReadOnlySpan<byte> topic) => FixedColumns + topic.Length + datum.Length;

    /// <summary>A string as a column has it: its length, then its bytes.</summary>
    public static byte[] StringColumn(string text)
    {
        var column = new ArrayBufferWriter<byte>();
        new RowBinaryWriter(column).WriteString(text);
        return column.WrittenSpan.ToArray();
    }

    /// <summary>The envelope, as <see cref="RowHead"/> writes it.</summary>
    public void Head(out long eventTs)
    {
        var ingestTs = ReadLong();
        eventTs = ReadLong();
        SkipText();
        SkipText();
        CopySymbol();
        WriteInstant(eventTs);
        var seq = ReadLong();
        _failed |= seq < 0;
        Write(unchecked((ulong)seq));
        WriteInstant(ingestTs);
        var isFinal = ReadByte();
        _failed |= isFinal > 1;
        WriteByte(isFinal);
        CopyText();
        _failed |= ReadByte() != Present;
        CopyText();
        CopyText();
        WriteInstant(ReadLong());
        WriteInstant(ReadLong());
        var version = ReadLong();
        _failed |= version is < 0 or > int.MaxValue;
        BinaryPrimitives.WriteUInt32LittleEndian(_row[_written..], (uint)(version & int.MaxValue));
        _written += sizeof(uint);
    }

    /// <summary>A number that must be one.</summary>
    public void Number()
    {
        var bits = ReadBits();
        _failed |= (bits & Exponent) == Exponent;
        Write(bits);
    }

    /// <summary>A number that may be missing; what is not finite is.</summary>
    public void OptionalNumber()
    {
        var tag = ReadByte();
        if (tag == Present)
        {
            Finite(ReadBits());
            return;
        }

        _failed |= tag != Absent;
        WriteByte(IsNull);
    }

    /// <summary>Numbers that are there together or not at all.</summary>
    public void Group(int count)
    {
        var present = ReadByte();
        _failed |= present is not (Present or Absent);
        for (var i = 0; i < count; i++)
        {
            if (present == Present)
            {
                Finite(ReadBits());
            }
            else
            {
                WriteByte(IsNull);
            }
        }
    }

    /// <summary>Numbers each of which may be missing, in a group that may be, too.</summary>
    public void GroupOfOptional(int count)
    {
        var present = ReadByte();
        _failed |= present is not (Present or Absent);
        for (var i = 0; i < count; i++)
        {
            if (present == Present)
            {
                OptionalNumber();
            }
            else
            {
                WriteByte(IsNull);
            }
        }
    }

    /// <summary>A string that is empty where there is none.</summary>
    public void OptionalString()
    {
        var tag = ReadByte();
        if (tag == Present)
        {
            CopyText();
            return;
        }

        _failed |= tag != Absent;
        WriteByte(0);
    }

    /// <summary>A number of things, which is not less than none.</summary>
    public void Count()
    {
        var count = ReadLong();
        _failed |= count < 0;
        Write(unchecked((ulong)count));
    }

    /// <summary>Where the record lies and what it was computed from, as <see cref="RowOrigin"/> writes it.</summary>
    public void Origin(ReadOnlySpan<byte> topic, in RecordPosition position)
    {
        topic.CopyTo(_row[_written..]);
        _written += topic.Length;
        WritePartition(position.Partition);
        WriteOffset(position.Offset);
        var tag = ReadByte();
        if (tag == Present)
        {
            CopyText();
            var partition = ReadLong();
            _failed |= partition is < int.MinValue or > int.MaxValue;
            WritePartition(unchecked((int)partition));
            WriteOffset(ReadLong());
            WriteOffset(ReadLong());
            return;
        }

        _failed |= tag != Absent;
        WriteByte(0);
        WriteByte(IsNull);
        WriteByte(IsNull);
        WriteByte(IsNull);
    }

    private void WritePartition(int partition)
    {
        WriteByte(IsNotNull);
        BinaryPrimitives.WriteInt32LittleEndian(_row[_written..], partition);
        _written += sizeof(int);
    }

    private void WriteOffset(long offset)
    {
        WriteByte(IsNotNull);
        Write(unchecked((ulong)offset));
    }

    private void WriteInstant(long nanoseconds)
    {
        _failed |= nanoseconds is < 0 or >= MarketDataBounds.LastIngestTs;
        Write(unchecked((ulong)nanoseconds) / NanosPerMilli);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finite(ulong bits)
    {
        if ((bits & Exponent) == Exponent)
        {
            WriteByte(IsNull);
            return;
        }

        _row[_written] = IsNotNull;
        BinaryPrimitives.WriteUInt64LittleEndian(_row[(_written + 1)..], bits);
        _written += 1 + sizeof(ulong);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_row[_written..], value);
        _written += sizeof(ulong);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteByte(byte value) => _row[_written++] = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte ReadByte()
    {
        if ((uint)_next < (uint)_datum.Length)
        {
            return _datum[_next++];
        }

        _failed = true;
        return byte.MaxValue;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadBits()
    {
        if (_datum.Length - _next >= sizeof(ulong))
        {
            var bits = BinaryPrimitives.ReadUInt64LittleEndian(_datum[_next..]);
            _next += sizeof(ulong);
            return bits;
        }

        _failed = true;
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long ReadLong()
    {
        _failed |= !AvroVarint.TryRead(_datum, ref _next, out var value);
        return value;
    }

    private void SkipText()
    {
        var text = ReadText();
        _failed |= !Ascii.IsValid(text);
    }

    private void CopySymbol()
    {
        var start = _written + 1;
        CopyText();
        Span<char> symbol = stackalloc char[MaxText];
        var length = Encoding.Latin1.GetChars(_row[start.._written], symbol);
        _failed |= !SymbolGrammar.IsValid(symbol[..length]);
    }

    private void CopyText()
    {
        var text = ReadText();
        WriteByte((byte)text.Length);
        _failed |= !Ascii.IsValid(text);
        text.CopyTo(_row[_written..]);
        _written += text.Length;
    }

    /// <summary>A string whose length takes one byte, here and in the row.</summary>
    private ReadOnlySpan<byte> ReadText()
    {
        var zigzag = ReadByte();
        var length = zigzag >> 1;
        if ((zigzag & 1) == 0 && length <= MaxText && length <= _datum.Length - _next)
        {
            _next += length;
            return _datum.Slice(_next - length, length);
        }

        _failed = true;
        return default;
    }
}
