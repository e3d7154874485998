using Microsoft.AspNetCore.Http;

namespace Torghut.Sandbox.Registry.Api;

/// <summary>Answers in the registry's content type.</summary>
internal static class RegistryResponse
{
    public const string ContentType = "application/vnd.schemaregistry.v1+json";

    public static IResult Of<T>(T value) => Results.Json(value, contentType: ContentType);

    /// <summary>Text that is JSON already.</summary>
    public static IResult Raw(string json) => Results.Text(json, ContentType);

    // The router leaves an escaped slash as it is.
    public static string Subject(string routed) => routed.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
