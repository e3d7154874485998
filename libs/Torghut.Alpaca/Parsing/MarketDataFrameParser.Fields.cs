using System.Text.Unicode;
using Torghut.Alpaca.Text;

namespace Torghut.Alpaca.Parsing;

public sealed partial class MarketDataFrameParser
{
    private const int MaxText = 256;
    private const int MaxConditionText = 64;

    private static bool ReadPrice(ref JsonCursor json, out double value) =>
        json.ReadDouble(out value) && (value > 0 || json.Fail(RejectReason.OutOfRange));

    private static bool ReadAmount(ref JsonCursor json, out double value) =>
        json.ReadDouble(out value) && (value >= 0 || json.Fail(RejectReason.OutOfRange));

    private static bool ReadTimestamp(ref JsonCursor json, out long nanos)
    {
        nanos = 0;
        return json.ReadRawString(out var raw, out _) && (Rfc3339.TryParse(raw, out nanos) || json.Fail(RejectReason.BadTimestamp));
    }

    private bool ReadSymbol(ref JsonCursor json, out string symbol)
    {
        symbol = "";
        if (!json.ReadRawString(out var raw, out var escaped))
        {
            return false;
        }

        if (!escaped)
        {
            return KeepSymbol(ref json, raw, out symbol);
        }

        Span<byte> plain = stackalloc byte[MaxText];
        return JsonUnescape.TryUnescape(raw, plain, out var written)
            ? KeepSymbol(ref json, plain[..written], out symbol)
            : json.Fail(RejectReason.BadSymbol);
    }

    private bool KeepSymbol(ref JsonCursor json, scoped ReadOnlySpan<byte> raw, out string symbol)
    {
        symbol = "";
        if (raw.Length > _options.MaxSymbol)
        {
            return json.Fail(RejectReason.TooLong);
        }

        if (raw.IsEmpty || raw.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            return json.Fail(RejectReason.BadSymbol);
        }

        symbol = _symbols.Get(raw);
        return true;
    }

    /// <summary>Text, empty for null.</summary>
    private bool ReadText(ref JsonCursor json, out string text)
    {
        text = "";
        if (json.TryNull())
        {
            return true;
        }

        if (!json.ReadRawString(out var raw, out var escaped))
        {
            return false;
        }

        if (raw.Length > MaxText)
        {
            return json.Fail(RejectReason.TooLong);
        }

        if (!escaped)
        {
            return Utf8.IsValid(raw) ? Keep(raw, out text) : json.Fail(RejectReason.BadText);
        }

        // Unescaping never makes text longer.
        Span<byte> plain = stackalloc byte[MaxText];
        return JsonUnescape.TryUnescape(raw, plain, out var written) && Utf8.IsValid(plain[..written])
            ? Keep(plain[..written], out text)
            : json.Fail(RejectReason.BadText);
    }

    private bool Keep(ReadOnlySpan<byte> bytes, out string text)
    {
        text = _texts.Get(bytes);
        return true;
    }

    /// <summary>A list of codes; empty for null, one code for a bare string as option feeds send it.</summary>
    private bool ReadConditions(ref JsonCursor json, out IReadOnlyList<string> codes)
    {
        codes = [];
        if (json.TryNull())
        {
            return true;
        }

        json.Peek();
        var start = json.Position;
        if (!json.SkipValue())
        {
            return false;
        }

        var raw = json.Since(start);
        if (raw.Length <= MaxConditionText && _conditions.TryGet(raw, out codes))
        {
            return true;
        }

        var list = new List<string>();
        var inner = new JsonCursor(raw, 0);
        if (!ReadCodes(ref inner, list))
        {
            return json.Fail(inner.Reason);
        }

        codes = list.ToArray();
        if (raw.Length <= MaxConditionText)
        {
            _conditions.Remember(raw, codes);
        }

        return true;
    }

    private bool ReadCodes(ref JsonCursor json, List<string> codes)
    {
        if (json.Peek() != '[')
        {
            var single = ReadText(ref json, out var code);
            codes.Add(code);
            return single;
        }

        json.Advance();
        if (json.Peek() == ']')
        {
            return true;
        }

        while (true)
        {
            if (codes.Count == _options.MaxConditions)
            {
                return json.Fail(RejectReason.TooLong);
            }

            if (!ReadText(ref json, out var code))
            {
                return false;
            }

            codes.Add(code);
            if (json.Peek() == ']')
            {
                return true;
            }

            if (!json.Expect((byte)','))
            {
                return false;
            }
        }
    }
}
