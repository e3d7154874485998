namespace Torghut.Alpaca.Parsing;

/// <summary>Why a message was not delivered.</summary>
public enum RejectReason
{
    None,

    /// <summary>Not an array of objects, or not JSON.</summary>
    Malformed,

    /// <summary>The frame ends inside a message.</summary>
    Truncated,

    /// <summary>Its <c>T</c> is missing or not known.</summary>
    UnknownType,

    /// <summary>A field that the type must have is missing.</summary>
    MissingField,

    /// <summary>A field has another JSON type than the type's.</summary>
    WrongType,

    /// <summary>A number is not finite or does not fit.</summary>
    NotFinite,

    /// <summary>A price or size is negative, or a trade's price is 0.</summary>
    OutOfRange,

    /// <summary>Not an RFC 3339 time that fits nanoseconds.</summary>
    BadTimestamp,

    /// <summary>A symbol that is empty or not printable ASCII.</summary>
    BadSymbol,

    /// <summary>Text that is not UTF-8.</summary>
    BadText,

    /// <summary>Text, a list or nesting beyond its limit.</summary>
    TooLong,
}
