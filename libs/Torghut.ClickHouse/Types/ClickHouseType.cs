using System.Collections.Frozen;

namespace Torghut.ClickHouse.Types;

/// <summary>A column's type. LowCardinality leaves no trace in RowBinary and is left out.</summary>
public sealed record ClickHouseType
{
    /// <summary>What it is.</summary>
    public required ClickHouseTypeKind Kind { get; init; }

    /// <summary>Whether NULL is a value.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Digits below the point (Decimal) or below a second (DateTime64).</summary>
    public int Scale { get; init; }

    /// <summary>Bytes of a value, where every value has as many; 0 where not.</summary>
    public int Width { get; init; }

    /// <summary>Type of an array's elements.</summary>
    public ClickHouseType? Element { get; init; }

    /// <summary>Names of an enum by number.</summary>
    public FrozenDictionary<int, string>? EnumNames { get; init; }

    /// <summary>Reads a type's name as the server writes it.</summary>
    /// <exception cref="FormatException">It is not one that this library reads.</exception>
    public static ClickHouseType Parse(string name) => new TypeNameParser(name).ParseAll();
}
