namespace Torghut.Contracts.Decoding;

/// <summary>Why a value could not be decoded.</summary>
public enum DecodeFailure
{
    None,

    /// <summary>The value is missing or does not begin with the Confluent frame.</summary>
    NotFramed,

    /// <summary>The schema of the frame's id has not been fetched yet; see <see cref="RecordDecoder{T}.LoadSchemaAsync"/>.
    /// Says nothing about the value.</summary>
    SchemaNotLoaded,

    /// <summary>The registry does not know the frame's schema id.</summary>
    UnknownSchema,

    /// <summary>The value is not a datum of its schema.</summary>
    Malformed,

    /// <summary>The value is well-formed, but the contract's schema cannot express it.</summary>
    Unresolvable,
}
