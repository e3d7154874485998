using System.Globalization;
using System.Text;
using Torghut.Contracts.Time;

namespace Torghut.Sandbox.Alpaca.Wire;

/// <summary>RFC 3339 times in UTC with 0 to 9 fractional digits, trailing zeros cut. Keeps the text of the last second.</summary>
internal sealed class Timestamps
{
    private readonly byte[] _text = new byte[19];
    private long _second = long.MinValue;

    public void Append(ref Utf8Out output, long nanoseconds)
    {
        var second = nanoseconds / Nanos.PerSecond;
        if (second != _second)
        {
            var time = DateTime.UnixEpoch.AddSeconds(second);
            Encoding.ASCII.GetBytes(time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), _text);
            _second = second;
        }

        output.Raw(_text);
        output.Fraction((int)(nanoseconds % Nanos.PerSecond));
        output.Byte((byte)'Z');
    }

    /// <summary>One time as text.</summary>
    public static string Format(long nanoseconds)
    {
        Span<byte> buffer = stackalloc byte[40];
        var output = new Utf8Out(buffer);
        new Timestamps().Append(ref output, nanoseconds);
        return Encoding.ASCII.GetString(buffer[..output.Length]);
    }
}
