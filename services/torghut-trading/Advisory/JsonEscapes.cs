using System.Globalization;

namespace Torghut.Trading.Advisory;

/// <summary>
/// Text as it reads once the escapes of JSON strings in it are taken away, each byte with the bytes that it was made from; and again, as a string can hold
/// JSON that has escapes of its own.
/// </summary>
/// <param name="Bytes">What it reads; a letter beyond ASCII that was escaped is a byte that no key has.</param>
/// <param name="Starts">Where each byte begins in the source, and at the end where the source ends.</param>
internal sealed record JsonEscapes(byte[] Bytes, int[] Starts)
{
    private const int LengthOfCode = 6;
    private const byte Beyond = 0xFF;

    public static JsonEscapes Of(ReadOnlySpan<byte> source) => new(source.ToArray(), [.. Enumerable.Range(0, source.Length + 1)]);

    /// <summary>One level less of escapes; null where there are none.</summary>
    public JsonEscapes? Unescape()
    {
        if (!Bytes.AsSpan().Contains((byte)'\\'))
        {
            return null;
        }

        var (bytes, starts) = (new List<byte>(Bytes.Length), new List<int>(Bytes.Length + 1));
        for (var at = 0; at < Bytes.Length;)
        {
            var (read, length) = ReadAt(Bytes.AsSpan(at));
            bytes.Add(read);
            starts.Add(Starts[at]);
            at += length;
        }

        starts.Add(Starts[^1]);
        return new JsonEscapes([.. bytes], [.. starts]);
    }

    private static (byte Read, int Length) ReadAt(ReadOnlySpan<byte> text)
    {
        if (text[0] != '\\' || text.Length == 1)
        {
            return (text[0], 1);
        }

        if (text[1] != 'u')
        {
            return (text[1], 2);
        }

        return text.Length >= LengthOfCode && int.TryParse(text[2..LengthOfCode], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (code < 0x80 ? (byte)code : Beyond, LengthOfCode)
            : (text[1], 2);
    }
}
