namespace Torghut.Ws.Dedup;

/// <summary>A 64-bit hash of a message's content; two quotes of one symbol and nanosecond that differ share it once in 10^19.</summary>
internal readonly record struct ContentHash(ulong Hash)
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    public static ContentHash Start => new(0xC2B2_AE3D_27D4_EB4F);

    public long Value => unchecked((long)Hash);

    public ContentHash Add(double number) => Add(BitConverter.DoubleToInt64Bits(number));

    public ContentHash Add(long number)
    {
        unchecked
        {
            var mixed = (Hash ^ (ulong)number) * Multiplier;
            return new(mixed ^ (mixed >> 31));
        }
    }

    public ContentHash Add(string text)
    {
        var hash = Add((long)text.Length);
        foreach (var character in text)
        {
            hash = hash.Add((long)character);
        }

        return hash;
    }

    public ContentHash Add(IReadOnlyList<string> texts)
    {
        var hash = Add((long)texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            hash = hash.Add(texts[i]);
        }

        return hash;
    }
}
