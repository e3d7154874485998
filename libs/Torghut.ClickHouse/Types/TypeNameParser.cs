using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Torghut.ClickHouse.Types;

/// <summary>Recursive descent over names such as <c>Array(Nullable(DateTime64(3, 'UTC')))</c>.</summary>
internal sealed class TypeNameParser(string name)
{
    private int _position;

    public ClickHouseType ParseAll()
    {
        ClickHouseType type = ParseType();
        return _position == name.Length ? type : throw Unknown();
    }

    private ClickHouseType ParseType() => ParseWord() switch
    {
        "Nullable" => Inside(ParseType) with { IsNullable = true },
        "LowCardinality" => Inside(ParseType),
        "Array" => new ClickHouseType { Kind = ClickHouseTypeKind.Array, Element = Inside(ParseType) },
        "Nothing" => Fixed(ClickHouseTypeKind.Nothing, 0),
        "Int8" => Fixed(ClickHouseTypeKind.Int8, 1),
        "Int16" => Fixed(ClickHouseTypeKind.Int16, 2),
        "Int32" => Fixed(ClickHouseTypeKind.Int32, 4),
        "Int64" => Fixed(ClickHouseTypeKind.Int64, 8),
        "UInt8" => Fixed(ClickHouseTypeKind.UInt8, 1),
        "UInt16" => Fixed(ClickHouseTypeKind.UInt16, 2),
        "UInt32" => Fixed(ClickHouseTypeKind.UInt32, 4),
        "UInt64" => Fixed(ClickHouseTypeKind.UInt64, 8),
        "Float32" => Fixed(ClickHouseTypeKind.Float32, 4),
        "Float64" => Fixed(ClickHouseTypeKind.Float64, 8),
        "Bool" => Fixed(ClickHouseTypeKind.Bool, 1),
        "UUID" => Fixed(ClickHouseTypeKind.Uuid, 16),
        "Date" => Fixed(ClickHouseTypeKind.Date, 2),
        "Date32" => Fixed(ClickHouseTypeKind.Date32, 4),
        "String" => new ClickHouseType { Kind = ClickHouseTypeKind.String },
        "FixedString" => Fixed(ClickHouseTypeKind.FixedString, Inside(ParseNumber)),
        "DateTime" => ParseDateTime(),
        "DateTime64" => Inside(ParseDateTime64),
        "Decimal" => Inside(ParseDecimal),
        "Enum8" => Fixed(ClickHouseTypeKind.Enum8, 1) with { EnumNames = Inside(ParseEnum) },
        "Enum16" => Fixed(ClickHouseTypeKind.Enum16, 2) with { EnumNames = Inside(ParseEnum) },
        _ => throw Unknown(),
    };

    private static ClickHouseType Fixed(ClickHouseTypeKind kind, int width) => new() { Kind = kind, Width = width };

    private ClickHouseType ParseDateTime()
    {
        if (Peek() == '(') Inside(ParseText);
        return Fixed(ClickHouseTypeKind.DateTime, 4);
    }

    private ClickHouseType ParseDateTime64()
    {
        int scale = ParseNumber();
        if (TryTake(',')) ParseText();
        return Fixed(ClickHouseTypeKind.DateTime64, 8) with { Scale = scale };
    }

    private ClickHouseType ParseDecimal()
    {
        int precision = ParseNumber();
        Take(',');
        int scale = ParseNumber();
        int width = precision switch { <= 9 => 4, <= 18 => 8, <= 38 => 16, _ => throw Unknown() };
        return Fixed(ClickHouseTypeKind.Decimal, width) with { Scale = scale };
    }

    private FrozenDictionary<int, string> ParseEnum()
    {
        var names = new Dictionary<int, string>();
        do
        {
            string text = ParseText();
            Take('=');
            names[ParseNumber()] = text;
        }
        while (TryTake(','));
        return names.ToFrozenDictionary();
    }

    private T Inside<T>(Func<T> parse)
    {
        Take('(');
        T value = parse();
        Take(')');
        return value;
    }

    private string ParseWord()
    {
        SkipSpace();
        int start = _position;
        while (_position < name.Length && char.IsAsciiLetterOrDigit(name[_position])) _position++;
        return name[start.._position];
    }

    private int ParseNumber()
    {
        SkipSpace();
        int start = _position;
        if (Peek() == '-') _position++;
        while (_position < name.Length && char.IsAsciiDigit(name[_position])) _position++;
        return int.TryParse(name.AsSpan(start, _position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : throw Unknown();
    }

    private string ParseText()
    {
        Take('\'');
        var text = new StringBuilder();
        while (_position < name.Length && name[_position] != '\'')
        {
            if (name[_position] == '\\') _position++;
            if (_position < name.Length) text.Append(name[_position++]);
        }
        Take('\'');
        return text.ToString();
    }

    private char Peek()
    {
        SkipSpace();
        return _position < name.Length ? name[_position] : '\0';
    }

    private bool TryTake(char sign)
    {
        if (Peek() != sign) return false;
        _position++;
        return true;
    }

    private void Take(char sign)
    {
        if (!TryTake(sign)) throw Unknown();
    }

    private void SkipSpace()
    {
        while (_position < name.Length && name[_position] == ' ') _position++;
    }

    private FormatException Unknown() => new($"The column type {name} is not one that this library reads.");
}
