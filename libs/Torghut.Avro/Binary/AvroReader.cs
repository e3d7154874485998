using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Torghut.Avro;

/// <summary>
/// Reads Avro's binary encoding. Never reads past its data, whatever the bytes are: a malformed value throws an <see cref="AvroException"/>
/// that tells where and why. <c>AvroReader.Collections.cs</c> has arrays and maps, <c>AvroReader.Skip.cs</c> skips by schema.
/// </summary>
public ref partial struct AvroReader(ReadOnlySpan<byte> data)
{
    /// <summary>Items that take no bytes which one reader accepts over all its collections: without a limit, a few bytes could ask for endless work.</summary>
    public const int MaxEmptyItems = 65_536;

    /// <summary>Nesting that schema-driven reading follows.</summary>
    public const int MaxDepth = 64;

    private const int FewLetters = 8;
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;
    private int _emptyItems;

    /// <summary>Offset of the next byte.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _data.Length - _position;

    public readonly bool IsAtEnd => _position == _data.Length;

    public bool ReadBoolean()
    {
        var value = Take(1)[0];
        return value <= 1 ? value == 1 : throw Fail(AvroError.InvalidBoolean, _position - 1, $"{value} is not a boolean");
    }

    public int ReadInt()
    {
        var start = _position;
        var value = ReadLong();
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw Fail(AvroError.NumberOutOfRange, start, $"{value} is not a 32-bit integer");
    }

    public long ReadLong()
    {
        if (AvroVarint.TryRead(_data, ref _position, out var value))
        {
            return value;
        }

        throw Remaining >= AvroVarint.MaxBytes
            ? Fail(AvroError.NumberOutOfRange, _position, "the integer is longer than 64 bits")
            : Fail(AvroError.EndOfData, _position, "the data ends inside an integer");
    }

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>Reads bytes as a view of the data.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadLength());

    public ReadOnlySpan<byte> ReadFixed(int size) => Take(size);

    /// <summary>Reads a string's UTF-8 as a view of the data.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        var start = _position;
        var bytes = Take(ReadLength());
        return IsUtf8(bytes) ? bytes : throw Fail(AvroError.InvalidUtf8, start, "the string is not UTF-8");
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    /// <summary>Reads a string that is likely to come again, without allocating when the pool knows it.</summary>
    public string ReadString(AvroStringPool strings) => strings.Intern(ReadUtf8());

    /// <summary>Reads an enum's index, which is less than <paramref name="symbols"/>.</summary>
    public int ReadEnum(int symbols) => ReadIndex(symbols, AvroError.InvalidEnumIndex, "enum symbol");

    /// <summary>Reads a union's branch index, which is less than <paramref name="branches"/>. The value follows.</summary>
    public int ReadUnionIndex(int branches) => ReadIndex(branches, AvroError.InvalidUnionIndex, "union branch");

    /// <summary>Whether the value of a union <c>["null", T]</c> is there; when it is, T follows.</summary>
    public bool ReadPresent() => ReadUnionIndex(2) == 1;

    /// <summary>Checks that nothing is left.</summary>
    public readonly void RequireEnd()
    {
        if (!IsAtEnd)
        {
            throw Fail(AvroError.TrailingData, _position, $"{Remaining} bytes are left after the datum");
        }
    }

    /// <summary>Most strings are a few ASCII letters, for which a call into the library is long.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > FewLetters)
        {
            return Utf8.IsValid(bytes);
        }

        var all = 0;
        foreach (var one in bytes)
        {
            all |= one;
        }

        return all < 0x80 || Utf8.IsValid(bytes);
    }

    private int ReadIndex(int count, AvroError error, string what)
    {
        var start = _position;
        var index = ReadLong();
        return index >= 0 && index < count ? (int)index : throw Fail(error, start, $"{what} {index} is not one of {count}");
    }

    private int ReadLength()
    {
        var start = _position;
        var length = ReadLong();
        if (length < 0)
        {
            throw Fail(AvroError.InvalidLength, start, $"the length {length} is negative");
        }

        return length <= Remaining
            ? (int)length
            : throw Fail(AvroError.EndOfData, start, $"the value needs {length} bytes and {Remaining} are left");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw Fail(AvroError.EndOfData, _position, $"the value needs {count} bytes and {Remaining} are left");
        }

        var bytes = _data.Slice(_position, count);
        _position += count;
        return bytes;
    }

    private static AvroException Fail(AvroError error, int position, string message) => new(error, position, message);
}
