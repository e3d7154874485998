using System.Text;

namespace Torghut.Avro;

/// <summary>
/// Remembers the strings and string arrays that were decoded lately, so that decoding values that come again (symbols, venues, conditions)
/// allocates nothing. Of fixed size: a new value takes the place of an older one, and a value longer than <see cref="MaxBytes"/> is decoded
/// without being remembered. Not safe for use by two threads at once; give each consumer its own.
/// </summary>
public sealed class AvroStringPool
{
    /// <summary>Longest encoding that is remembered, bytes.</summary>
    public const int MaxBytes = 128;

    private readonly ByteKeyedCache<string> _strings;
    private readonly ByteKeyedCache<string[]> _arrays;

    /// <param name="capacity">Strings remembered, and as many arrays; rounded up to a power of two. Default 4096.</param>
    public AvroStringPool(int capacity = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _strings = new ByteKeyedCache<string>(capacity);
        _arrays = new ByteKeyedCache<string[]>(capacity);
    }

    /// <summary>The string with that UTF-8, which must be valid.</summary>
    public string Intern(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return string.Empty;
        }

        if (utf8.Length > MaxBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        return _strings.Find(utf8, out var slot) ?? _strings.Put(slot, utf8, Encoding.UTF8.GetString(utf8));
    }

    /// <summary>The array with that Avro encoding, which must be valid. The answer is shared: nobody may change it.</summary>
    internal IReadOnlyList<string> InternArray(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length <= 1)
        {
            return [];
        }

        if (encoded.Length > MaxBytes)
        {
            return Decode(encoded);
        }

        return _arrays.Find(encoded, out var slot) ?? _arrays.Put(slot, encoded, Decode(encoded));
    }

    private string[] Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new AvroReader(encoded);
        var items = new List<string>();
        for (var count = reader.ReadArrayBlock(); count > 0; count = reader.ReadArrayBlock())
        {
            for (var i = 0; i < count; i++)
            {
                items.Add(reader.ReadString(this));
            }
        }

        return [.. items];
    }
}
