namespace Torghut.Ops.Http;

/// <summary>Error answers as RFC 9457 problem details.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    public static IResult Of(int status, string title, string detail, IReadOnlyDictionary<string, object?>? more = null)
    {
        var body = new Dictionary<string, object?> { ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["detail"] = detail };
        foreach (var (key, value) in more ?? new Dictionary<string, object?>())
        {
            body[key] = value;
        }

        return Results.Json(body, statusCode: status, contentType: ContentType);
    }
}
