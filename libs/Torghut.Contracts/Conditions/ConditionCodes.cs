namespace Torghut.Contracts.Conditions;

/// <summary>
/// Up to eight one-letter sale conditions in one word, first code in the lowest byte. A code that is not one ASCII character, or a
/// ninth one, is kept as <see cref="Unreadable"/>, which no table knows.
/// </summary>
public static class ConditionCodes
{
    public const byte Unreadable = 0x7F;
    private const int MaxCodes = 8;

    public static ulong Pack(IReadOnlyList<string>? codes)
    {
        if (codes is null)
        {
            return 0;
        }

        ulong packed = 0;
        var count = Math.Min(codes.Count, MaxCodes);
        for (var i = 0; i < count; i++)
        {
            packed |= (ulong)(codes.Count > MaxCodes && i == MaxCodes - 1 ? Unreadable : PackOne(codes[i])) << (8 * i);
        }

        return packed;
    }

    /// <summary>Packs codes that are already bytes, as they stand in an Avro record.</summary>
    public static ulong Append(ulong packed, int index, ReadOnlySpan<byte> code)
    {
        if (index >= MaxCodes)
        {
            return packed | ((ulong)Unreadable << (8 * (MaxCodes - 1)));
        }

        var one = code.Length switch
        {
            0 => (byte)' ',
            1 when code[0] is > 0 and < 0x7F => code[0],
            _ => Unreadable,
        };
        return packed | ((ulong)one << (8 * index));
    }

    private static byte PackOne(string code) => code.Length switch
    {
        0 => (byte)' ',
        1 when code[0] is > '\0' and < (char)0x7F => (byte)code[0],
        _ => Unreadable,
    };
}
