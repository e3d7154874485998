using Torghut.Trading.Json;

namespace Torghut.Trading.Api;

/// <summary>Answers: canonical JSON, and RFC 9457 problems for errors.</summary>
internal static class ApiResponse
{
    public static IResult Ok(JsonMap body, int status = StatusCodes.Status200OK) =>
        Results.Text(CanonicalJson.Serialize(body), "application/json", statusCode: status);

    /// <param name="status">HTTP status.</param>
    /// <param name="type">Stable word; becomes part of the problem's type URI.</param>
    /// <param name="detail">For people.</param>
    /// <param name="more">Members beside the standard ones; null adds none.</param>
    public static IResult Problem(int status, string type, string detail, JsonMap? more = null)
    {
        var body = new JsonMap
        {
            ["type"] = $"urn:torghut:problem:{type}",
            ["title"] = type.Replace('_', ' '),
            ["status"] = status,
            ["detail"] = detail,
        };
        foreach (var (name, value) in more ?? [])
        {
            body.Add(name, value);
        }

        return Results.Text(CanonicalJson.Serialize(body), "application/problem+json", statusCode: status);
    }
}
