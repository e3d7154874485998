using System.Buffers.Text;

namespace Torghut.Sandbox.Alpaca.Lean;

/// <summary>Takes the fields of one row from left to right.</summary>
internal ref struct RowFields(ReadOnlySpan<byte> row, LeanRowReader reader)
{
    private readonly LeanRowReader _reader = reader;
    private ReadOnlySpan<byte> _rest = row;

    /// <summary>A whole number; an empty field is 0.</summary>
    public long Number()
    {
        var field = Next();
        if (field.IsEmpty)
        {
            return 0;
        }

        if (Utf8Parser.TryParse(field, out long value, out var used) && used == field.Length && value >= 0)
        {
            return value;
        }

        throw Bad("a whole number");
    }

    public uint Hexadecimal()
    {
        var field = Next();
        if (field.IsEmpty)
        {
            return 0;
        }

        if (Utf8Parser.TryParse(field, out uint value, out var used, 'X') && used == field.Length)
        {
            return value;
        }

        throw Bad("a hexadecimal number");
    }

    public byte Letter()
    {
        var field = Next();
        return field.Length == 1 && char.IsAsciiLetterUpper((char)field[0]) ? field[0] : throw Bad("one upper-case letter");
    }

    private ReadOnlySpan<byte> Next()
    {
        var comma = _rest.IndexOf((byte)',');
        var field = comma < 0 ? _rest : _rest[..comma];
        _rest = comma < 0 ? default : _rest[(comma + 1)..];
        return field;
    }

    private readonly LeanFormatException Bad(string expected) => new(_reader.Path, _reader.Row, $"a field is not {expected}");
}
