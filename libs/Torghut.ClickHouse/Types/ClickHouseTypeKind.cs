namespace Torghut.ClickHouse.Types;

/// <summary>The types that this library reads.</summary>
public enum ClickHouseTypeKind
{
    /// <summary>Only as Nullable(Nothing), the type of a bare NULL.</summary>
    Nothing,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Float32,
    Float64,
    Bool,
    String,
    FixedString,
    Uuid,

    /// <summary>Days since the epoch, 16 bits.</summary>
    Date,

    /// <summary>Days since the epoch, 32 bits signed.</summary>
    Date32,

    /// <summary>Seconds since the epoch, 32 bits.</summary>
    DateTime,

    /// <summary>Ticks since the epoch, 64 bits signed; the scale says how many decimal digits a tick is below a second.</summary>
    DateTime64,

    /// <summary>Up to 9, 18 or 38 digits in 32, 64 or 128 bits.</summary>
    Decimal,
    Enum8,
    Enum16,
    Array,
}
