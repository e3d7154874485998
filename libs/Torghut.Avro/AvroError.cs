namespace Torghut.Avro;

/// <summary>Why a datum could not be read, written or resolved.</summary>
public enum AvroError
{
    /// <summary>The data ended inside a value.</summary>
    EndOfData,

    /// <summary>A number does not fit its Avro type, or its encoding is longer than the format allows.</summary>
    NumberOutOfRange,

    /// <summary>A length or count is negative, or larger than what is left of the data.</summary>
    InvalidLength,

    /// <summary>A string is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A boolean is neither 0 nor 1.</summary>
    InvalidBoolean,

    /// <summary>A union's branch index is outside the union.</summary>
    InvalidUnionIndex,

    /// <summary>An enum's index is outside its symbols.</summary>
    InvalidEnumIndex,

    /// <summary>Values are nested deeper than the limit.</summary>
    TooDeep,

    /// <summary>A collection of values that take no bytes is larger than the limit.</summary>
    TooManyItems,

    /// <summary>Bytes are left after the datum.</summary>
    TrailingData,

    /// <summary>The writer's value has no counterpart in the reader's schema.</summary>
    Unresolvable,

    /// <summary>The bytes do not begin with the Confluent frame.</summary>
    NotFramed,
}
