using System.Globalization;
using System.Text;

namespace Torghut.Alpaca.Parsing;

/// <summary>Resolves the escapes of a JSON string.</summary>
internal static class JsonUnescape
{
    /// <returns>False when an escape is not JSON's, a surrogate stands alone, or <paramref name="target"/> is too small.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> raw, Span<byte> target, out int written)
    {
        written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            plain = plain < 0 ? raw.Length : plain;
            if (!raw[..plain].TryCopyTo(target[written..]))
            {
                return false;
            }

            written += plain;
            raw = raw[plain..];
            if (!raw.IsEmpty && !TryOne(ref raw, target, ref written))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryOne(ref ReadOnlySpan<byte> raw, Span<byte> target, ref int written)
    {
        if (raw.Length < 2 || written >= target.Length)
        {
            return false;
        }

        if (raw[1] == 'u')
        {
            if (!TryRune(ref raw, out var rune) || !rune.TryEncodeToUtf8(target[written..], out var bytes))
            {
                return false;
            }

            written += bytes;
            return true;
        }

        var character = raw[1] switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'/' => '/',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => '\0',
        };
        target[written++] = (byte)character;
        raw = raw[2..];
        return character != '\0';
    }

    private static bool TryRune(ref ReadOnlySpan<byte> raw, out Rune rune)
    {
        rune = default;
        if (!TryUnit(ref raw, out var first))
        {
            return false;
        }

        return Rune.TryCreate(first, out rune) || (TryUnit(ref raw, out var second) && Rune.TryCreate(first, second, out rune));
    }

    private static bool TryUnit(ref ReadOnlySpan<byte> raw, out char unit)
    {
        unit = default;
        if (raw.Length < 6 || raw[0] != '\\' || raw[1] != 'u'
            || !ushort.TryParse(raw.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;
        raw = raw[6..];
        return true;
    }
}
