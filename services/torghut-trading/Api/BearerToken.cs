using System.Security.Cryptography;
using System.Text;

namespace Torghut.Trading.Api;

/// <summary>Compares bearer tokens in constant time.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Null when the request may pass, otherwise the problem to answer with.</summary>
    public static IResult? Refuse(HttpRequest request, string expected)
    {
        if (expected.Length == 0)
        {
            return ApiResponse.Problem(StatusCodes.Status403Forbidden, "endpoint_closed", "No token is configured for this endpoint.");
        }

        var header = request.Headers.Authorization.ToString();
        var given = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        return CryptographicOperations.FixedTimeEquals(Hash(given), Hash(expected))
            ? null
            : ApiResponse.Problem(StatusCodes.Status401Unauthorized, "unauthorised", "A valid bearer token is needed.");
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
