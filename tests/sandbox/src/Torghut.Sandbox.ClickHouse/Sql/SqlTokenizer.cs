namespace Torghut.Sandbox.ClickHouse.Sql;

/// <summary>Cuts a statement into tokens, skipping space and comments. Knows just enough to find clauses; the engine does the parsing.</summary>
internal ref struct SqlTokenizer(ReadOnlySpan<byte> sql)
{
    private readonly ReadOnlySpan<byte> _sql = sql;
    private int _position;
    private int _depth;

    public bool TryRead(out SqlToken token)
    {
        SkipBlank();
        token = default;
        if (_position >= _sql.Length)
        {
            return false;
        }

        int start = _position;
        byte first = _sql[start];
        SqlTokenKind kind;
        int depth = _depth;
        if (IsWord(first))
        {
            kind = SqlTokenKind.Word;
            while (_position < _sql.Length && IsWord(_sql[_position]))
            {
                _position++;
            }
        }
        else if (first is (byte)'\'' or (byte)'"' or (byte)'`')
        {
            kind = SqlTokenKind.Quoted;
            SkipQuoted(first);
        }
        else
        {
            kind = SqlTokenKind.Sign;
            _position++;
            if (first is (byte)'(' or (byte)'[' or (byte)'{')
            {
                _depth++;
            }
            else if (first is (byte)')' or (byte)']' or (byte)'}')
            {
                depth = _depth = Math.Max(0, _depth - 1);
            }
        }

        token = new SqlToken(kind, start, _position - start, depth);
        return true;
    }

    private static bool IsWord(byte c) => char.IsAsciiLetterOrDigit((char)c) || c == (byte)'_' || c >= 0x80;

    // A quote inside is escaped with a backslash or by doubling it; the doubled one reads as two adjacent strings, which ends at the same place.
    private void SkipQuoted(byte quote)
    {
        _position++;
        while (_position < _sql.Length)
        {
            byte c = _sql[_position++];
            if (c == (byte)'\\')
            {
                _position = Math.Min(_position + 1, _sql.Length);
            }
            else if (c == quote)
            {
                return;
            }
        }
    }

    private void SkipBlank()
    {
        while (_position < _sql.Length)
        {
            byte c = _sql[_position];
            ReadOnlySpan<byte> rest = _sql[_position..];
            if (c is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or (byte)'\v')
            {
                _position++;
            }
            else if (rest.StartsWith("--"u8))
            {
                SkipThrough("\n"u8);
            }
            else if (rest.StartsWith("/*"u8))
            {
                SkipThrough("*/"u8);
            }
            else
            {
                return;
            }
        }
    }

    private void SkipThrough(ReadOnlySpan<byte> end)
    {
        int found = _sql[_position..].IndexOf(end);
        _position = found < 0 ? _sql.Length : _position + found + end.Length;
    }
}
