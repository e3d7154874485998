using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Torghut.Common.Http;

/// <summary>An error answer, RFC 9457.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">A stable word; becomes part of the problem's type URI.</param>
/// <param name="Detail">For people.</param>
public sealed record Problem(int Status, string Type, string Detail)
{
    public const string ContentType = "application/problem+json";

    /// <summary>What a status means that came without a body.</summary>
    public static Problem Of(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, "no_such_route", "There is nothing here."),
        StatusCodes.Status405MethodNotAllowed => new(status, "method_not_allowed", "The header Allow lists what may be done here."),
        StatusCodes.Status413PayloadTooLarge => new(status, "body_too_large", "The body is larger than is read here."),
        StatusCodes.Status415UnsupportedMediaType => new(status, "unsupported_media_type", "The body must be application/json."),
        StatusCodes.Status429TooManyRequests => new(status, "rate_limited", "Too many requests; the header Retry-After says when to come again."),
        >= StatusCodes.Status500InternalServerError => new(status, "internal_error", "The request failed here; the log has the cause."),
        _ => new(status, "bad_request", "The request cannot be understood."),
    };

    /// <summary>Sends it; the answer must not have begun.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        var body = new Dictionary<string, object>
        {
            ["type"] = $"urn:torghut:problem:{Type}",
            ["title"] = Type.Replace('_', ' '),
            ["status"] = Status,
            ["detail"] = Detail,
        };
        await context.Response.WriteAsync(JsonSerializer.Serialize(body), context.RequestAborted);
    }
}
