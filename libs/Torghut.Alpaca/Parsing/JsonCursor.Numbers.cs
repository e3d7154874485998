using System.Buffers.Text;

namespace Torghut.Alpaca.Parsing;

internal ref partial struct JsonCursor
{
    // Up to here a double holds every integer, so that one correctly rounded division or multiplication gives the nearest double.
    private const ulong LargestExact = 1UL << 53;
    private const int LargestExactPower = 22;
    private const int LongestNumber = 64;
    private const int MostDigits = 18;

    private static readonly double[] Powers =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>A JSON number as a finite double.</summary>
    public bool ReadDouble(out double value)
    {
        value = 0;
        if (!ReadNumber(out var text, out var negative, out var mantissa, out var digits, out var fraction, out var hasExponent))
        {
            return false;
        }

        if (!hasExponent && digits <= MostDigits && mantissa <= LargestExact && fraction <= LargestExactPower)
        {
            value = fraction == 0 ? mantissa : mantissa / Powers[fraction];
            value = negative ? -value : value;
            return true;
        }

        return (Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && double.IsFinite(value)) || Fail(RejectReason.NotFinite);
    }

    /// <summary>A JSON number without fraction or exponent that fits a long.</summary>
    public bool ReadLong(out long value)
    {
        value = 0;
        if (!ReadNumber(out var text, out var negative, out var mantissa, out var digits, out var fraction, out var hasExponent))
        {
            return false;
        }

        if (hasExponent || fraction > 0)
        {
            return Fail(RejectReason.WrongType);
        }

        if (digits <= MostDigits)
        {
            value = negative ? -(long)mantissa : (long)mantissa;
            return true;
        }

        return (Utf8Parser.TryParse(text, out value, out var used) && used == text.Length) || Fail(RejectReason.NotFinite);
    }

    private bool ReadNumber(
        out ReadOnlySpan<byte> text, out bool negative, out ulong mantissa, out int digits, out int fraction, out bool hasExponent)
    {
        text = default;
        mantissa = 0;
        digits = fraction = 0;
        hasExponent = false;
        var first = Peek();
        var start = _position;
        negative = first == '-';
        if (negative)
        {
            _position++;
        }

        var whole = ReadDigits(ref mantissa);
        if (whole == 0)
        {
            return Fail(_position >= _data.Length ? RejectReason.Truncated : RejectReason.WrongType);
        }

        if (whole > 1 && _data[_position - whole] == '0')
        {
            return Fail(RejectReason.Malformed);
        }

        if (Current == '.')
        {
            _position++;
            fraction = ReadDigits(ref mantissa);
            if (fraction == 0)
            {
                return Fail(RejectReason.Malformed);
            }
        }

        digits = whole + fraction;
        if ((Current | 0x20) == 'e')
        {
            hasExponent = true;
            _position++;
            if (Current is (byte)'+' or (byte)'-')
            {
                _position++;
            }

            var ignored = 0UL;
            if (ReadDigits(ref ignored) == 0)
            {
                return Fail(RejectReason.Malformed);
            }
        }

        text = _data[start.._position];
        return text.Length <= LongestNumber || Fail(RejectReason.TooLong);
    }

    private readonly byte Current => (uint)_position < (uint)_data.Length ? _data[_position] : (byte)0;

    private int ReadDigits(ref ulong mantissa)
    {
        var start = _position;
        while ((uint)_position < (uint)_data.Length)
        {
            var digit = unchecked((uint)(_data[_position] - '0'));
            if (digit > 9)
            {
                break;
            }

            // Beyond 18 digits the value is read again from the text; what wraps here is not used.
            mantissa = unchecked((mantissa * 10) + digit);
            _position++;
        }

        return _position - start;
    }
}
