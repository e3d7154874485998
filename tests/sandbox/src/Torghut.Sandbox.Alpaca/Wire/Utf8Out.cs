using System.Buffers.Text;
using System.Globalization;

namespace Torghut.Sandbox.Alpaca.Wire;

/// <summary>Appends JSON text to a buffer that is known to be large enough for one message.</summary>
internal ref struct Utf8Out(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Length..]);
        Length += bytes.Length;
    }

    public void Byte(byte value) => _buffer[Length++] = value;

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer[Length..], out var written);
        Length += written;
    }

    public void Number(double value)
    {
        value.TryFormat(_buffer[Length..], out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>A price in 1/10,000 dollar, as the shortest decimal number.</summary>
    public void Price(long value)
    {
        var whole = value / 10_000;
        var rest = (int)(value % 10_000);
        if (value < 0)
        {
            Byte((byte)'-');
            whole = -whole;
            rest = -rest;
        }

        Number(whole);
        if (rest == 0)
        {
            return;
        }

        Byte((byte)'.');
        for (var digit = 1_000; rest > 0; digit /= 10)
        {
            Byte((byte)('0' + (rest / digit)));
            rest %= digit;
        }
    }

    /// <summary>The fraction of a second in nanoseconds with its trailing zeros cut, or nothing.</summary>
    public void Fraction(int nanoseconds)
    {
        if (nanoseconds == 0)
        {
            return;
        }

        Byte((byte)'.');
        for (var digit = 100_000_000; nanoseconds > 0; digit /= 10)
        {
            Byte((byte)('0' + (nanoseconds / digit)));
            nanoseconds %= digit;
        }
    }
}
