using System.Security.Cryptography;
using System.Text;

namespace Torghut.Ops.Http;

/// <summary>Checks the bearer token that changes need.</summary>
internal sealed class OperatorToken(OpsOptions options)
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _expected = options.Token.Length > 0 ? Digest(options.Token) : null;

    /// <summary>The answer for a request that may not change anything; null for one that may.</summary>
    public IResult? Refuse(HttpRequest request)
    {
        if (_expected is null)
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "Changes are closed", "TORGHUT_OPS_TOKEN is not set, so nobody may change anything here.");
        }

        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.Ordinal) && CryptographicOperations.FixedTimeEquals(Digest(header[Scheme.Length..]), _expected))
        {
            return null;
        }

        request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(StatusCodes.Status401Unauthorized, "Token needed", "Send the operator token as 'Authorization: Bearer ...'.");
    }

    // Digests have one length, so that the comparison does not tell the token's.
    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
