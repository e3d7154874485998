namespace Torghut.Avro;

public ref partial struct AvroReader
{
    /// <summary>
    /// Reads the head of an array's next block: the number of items that follow, 0 at the array's end. Items must take a byte at least, so a
    /// count larger than what is left is refused.
    /// </summary>
    public int ReadArrayBlock() => ReadBlock(itemsCanBeEmpty: false);

    /// <summary>Like <see cref="ReadArrayBlock"/> for a map's entries, each a key and a value.</summary>
    public int ReadMapBlock() => ReadBlock(itemsCanBeEmpty: false);

    /// <summary>Reads an array of strings that is likely to come again, without allocating when the pool knows it.</summary>
    public IReadOnlyList<string> ReadStringArray(AvroStringPool strings)
    {
        var start = _position;
        for (var count = ReadArrayBlock(); count > 0; count = ReadArrayBlock())
        {
            for (var i = 0; i < count; i++)
            {
                ReadUtf8();
            }
        }

        return strings.InternArray(_data[start.._position]);
    }

    internal int ReadBlock(bool itemsCanBeEmpty)
    {
        var start = _position;
        var count = ReadLong();
        if (count < 0)
        {
            // A negative count is followed by the block's size in bytes, for those who skip it.
            if (count == long.MinValue)
            {
                throw Fail(AvroError.InvalidLength, start, "the block's count is out of range");
            }

            count = -count;
            ReadLength();
        }

        if (!itemsCanBeEmpty)
        {
            return count <= Remaining
                ? (int)count
                : throw Fail(AvroError.InvalidLength, start, $"a block of {count} items cannot be in {Remaining} bytes");
        }

        if (count > MaxEmptyItems - _emptyItems)
        {
            throw Fail(AvroError.TooManyItems, start, $"more than {MaxEmptyItems} items that take no bytes");
        }

        _emptyItems += (int)count;
        return (int)count;
    }
}
