using System.Net;

namespace Torghut.Avro.Registry;

/// <summary>The registry could not be reached or answered with an error.</summary>
public sealed class SchemaRegistryException : Exception
{
    public SchemaRegistryException(string message, HttpStatusCode? status, int? errorCode, Exception? inner = null)
        : base(message, inner)
    {
        Status = status;
        ErrorCode = errorCode;
    }

    /// <summary>HTTP status; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The registry's own code, for example 40403 (schema not found); null when the answer had none.</summary>
    public int? ErrorCode { get; }

    /// <summary>Whether the same request may succeed later: no answer, time-out, too many requests or a server error.</summary>
    public bool IsTransient =>
        Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)Status >= 500;

    /// <summary>Whether the subject, version or schema does not exist.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;
}
