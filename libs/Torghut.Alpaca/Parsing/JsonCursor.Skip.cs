namespace Torghut.Alpaca.Parsing;

internal ref partial struct JsonCursor
{
    private const int MaxDepth = 32;

    /// <summary>
    /// Steps over one value by its structure only: brackets are counted, strings are stepped over, anything else is not looked at. That is
    /// lenient on purpose, so that one bad value (<c>NaN</c>, a wrong type) does not hide its neighbours.
    /// </summary>
    public bool SkipValue()
    {
        Peek();
        var depth = 0;
        var start = _position;
        while (_position < _data.Length)
        {
            switch (_data[_position])
            {
                case (byte)'"':
                    if (!SkipString())
                    {
                        return false;
                    }

                    if (depth == 0)
                    {
                        return true;
                    }

                    continue;
                case (byte)'{' or (byte)'[':
                    if (++depth > MaxDepth)
                    {
                        return Fail(RejectReason.TooLong);
                    }

                    break;
                case (byte)'}' or (byte)']':
                    if (depth == 0)
                    {
                        return _position > start || Fail(RejectReason.Malformed);
                    }

                    if (--depth == 0)
                    {
                        _position++;
                        return true;
                    }

                    break;
                case (byte)',' when depth == 0:
                    return _position > start || Fail(RejectReason.Malformed);
            }

            _position++;
        }

        return Fail(RejectReason.Truncated);
    }

    private bool SkipString()
    {
        for (_position++; _position < _data.Length; _position++)
        {
            if (_data[_position] == '"')
            {
                _position++;
                return true;
            }

            if (_data[_position] == '\\')
            {
                _position++;
            }
        }

        return Fail(RejectReason.Truncated);
    }
}
