using System.Net;
using Confluent.SchemaRegistry;
using Torghut.Contracts.Decoding;

namespace Torghut.Common.Schemas;

/// <summary>Confluent's client's exceptions in our words.</summary>
internal static class SchemaRegistryFailure
{
    /// <summary>The client's whole word for a 401 whose body is not a registry's error.</summary>
    private const string Unauthorized = "HttpRequestException: Unauthorized";

    public static SchemaSourceException Translate(Exception exception, string datum, Uri url) => exception switch
    {
        SchemaRegistryException answered => new(ErrorOf(answered.Status), datum, $"{(int)answered.Status} from {url}: {answered.Message}", exception),
        HttpRequestException failed when failed.Message.EndsWith(Unauthorized, StringComparison.Ordinal) =>
            new(SchemaSourceError.Denied, datum, $"401 from {url}", exception),
        HttpRequestException failed => new(SchemaSourceError.Unavailable, datum, $"no response from {url}: {failed.Message}", exception),
        OperationCanceledException => new(SchemaSourceError.Unavailable, datum, $"no response from {url} in time", exception),

        // A page of something that stands before a registry: the client's parser, or the client itself, stumbles over it.
        _ => new(SchemaSourceError.Unavailable, datum, $"the response of {url} is not a registry's: {exception.Message}", exception),
    };

    private static SchemaSourceError ErrorOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => SchemaSourceError.NotFound,
        HttpStatusCode.Conflict => SchemaSourceError.Incompatible,
        HttpStatusCode.UnprocessableEntity => SchemaSourceError.InvalidSchema,
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => SchemaSourceError.Unavailable,
        _ => (int)status >= 500 ? SchemaSourceError.Unavailable : SchemaSourceError.Denied,
    };
}
