namespace Torghut.Contracts.Decoding;

/// <summary>Why a source of schemas did not give what was asked.</summary>
public enum SchemaSourceError
{
    /// <summary>No response, a time-out, a server's failure or a response that is no registry's: the same request may succeed later.</summary>
    Unavailable,

    /// <summary>The subject or the schema does not exist.</summary>
    NotFound,

    /// <summary>The schema is not a valid Avro schema within our bounds.</summary>
    InvalidSchema,

    /// <summary>The schema may not follow the subject's earlier versions.</summary>
    Incompatible,

    /// <summary>The registry denied the request, for example for want of credentials.</summary>
    Denied,
}
