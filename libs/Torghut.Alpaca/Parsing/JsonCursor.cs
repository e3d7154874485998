namespace Torghut.Alpaca.Parsing;

/// <summary>
/// Walks JSON bytes forward. Every read is checked against the end of the span; nothing throws. A method that returns false has set
/// <see cref="Reason"/>, and the position is then of no further use.
/// </summary>
internal ref partial struct JsonCursor
{
    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    public JsonCursor(ReadOnlySpan<byte> data, int position)
    {
        _data = data;
        _position = position;
    }

    public readonly int Position => _position;

    public RejectReason Reason { get; private set; }

    /// <summary>The current field's name as received.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    public bool Fail(RejectReason reason)
    {
        Reason = reason;
        return false;
    }

    /// <summary>The next byte that is not white space, without consuming it; 0 at the end.</summary>
    public byte Peek()
    {
        while ((uint)_position < (uint)_data.Length)
        {
            var value = _data[_position];
            if (value > ' ')
            {
                return value;
            }

            if (value is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                return value;
            }

            _position++;
        }

        return 0;
    }

    /// <summary>Consumes <paramref name="expected"/> after white space.</summary>
    public bool Expect(byte expected)
    {
        if (Peek() != expected || _position >= _data.Length)
        {
            return Fail(_position >= _data.Length ? RejectReason.Truncated : RejectReason.Malformed);
        }

        _position++;
        return true;
    }

    /// <summary>Consumes one byte that <see cref="Peek"/> has shown.</summary>
    public void Advance() => _position++;

    /// <summary>Consumes <c>null</c> when it is next.</summary>
    public bool TryNull()
    {
        if (Peek() != 'n' || !_data[_position..].StartsWith("null"u8))
        {
            return false;
        }

        _position += 4;
        return true;
    }

    /// <summary>A string's raw bytes between the quotes, and whether they hold escapes.</summary>
    public bool ReadRawString(out ReadOnlySpan<byte> raw, out bool escaped)
    {
        raw = default;
        escaped = false;
        if (Peek() != '"')
        {
            return Fail(_position >= _data.Length ? RejectReason.Truncated : RejectReason.WrongType);
        }

        var start = ++_position;
        while ((uint)_position < (uint)_data.Length)
        {
            var value = _data[_position];
            if (value == '"')
            {
                raw = _data[start.._position];
                _position++;
                return true;
            }

            if (value < ' ')
            {
                return Fail(RejectReason.Malformed);
            }

            if (value == '\\')
            {
                escaped = true;
                _position++;
            }

            _position++;
        }

        return Fail(RejectReason.Truncated);
    }

    /// <summary>The bytes from <paramref name="start"/> to here.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _data[start..Math.Min(_position, _data.Length)];
}
