namespace Torghut.Alpaca.Parsing;

internal ref partial struct JsonCursor
{
    /// <summary>Key code of a name that is too long for one, or holds escapes.</summary>
    public const int OtherKey = -1;

    /// <summary>
    /// Steps to the next field of an object whose opening brace was consumed. False at the closing brace, which is consumed, and on an error;
    /// <see cref="Reason"/> tells them apart.
    /// </summary>
    /// <param name="first">Whether no field was read yet.</param>
    /// <param name="key">The name's bytes as a big-endian number, see <see cref="FieldKeys"/>.</param>
    public bool NextField(ref bool first, out int key)
    {
        key = OtherKey;
        var next = Peek();
        if (next == '}')
        {
            _position++;
            return false;
        }

        if (!first)
        {
            if (!Expect((byte)','))
            {
                return false;
            }

            Peek();
        }

        first = false;
        if (!ReadRawString(out var name, out var escaped))
        {
            return Fail(Reason == RejectReason.WrongType ? RejectReason.Malformed : Reason);
        }

        Key = name;
        key = escaped ? OtherKey : Code(name);
        return Expect((byte)':');
    }

    private static int Code(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => name[0],
        2 => (name[0] << 8) | name[1],
        3 => (name[0] << 16) | (name[1] << 8) | name[2],
        4 when name[0] < 128 => (name[0] << 24) | (name[1] << 16) | (name[2] << 8) | name[3],
        _ => OtherKey,
    };
}
