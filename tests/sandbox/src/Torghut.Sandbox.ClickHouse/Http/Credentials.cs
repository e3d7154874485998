using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>User and password as ClickHouse accepts them: headers, Basic authentication, or in the address.</summary>
internal readonly record struct Credentials(string User, string Password)
{
    /// <exception cref="EngineException">The Authorization header is not Basic.</exception>
    public static Credentials Read(HttpRequest request)
    {
        string user = request.Headers["X-ClickHouse-User"].ToString();
        string key = request.Headers["X-ClickHouse-Key"].ToString();
        if (user.Length > 0 || key.Length > 0)
        {
            return new Credentials(OrDefault(user), key);
        }

        string authorization = request.Headers.Authorization.ToString();
        if (authorization.Length > 0)
        {
            return ReadBasic(authorization);
        }

        return new Credentials(OrDefault(request.Query["user"].ToString()), request.Query["password"].ToString());
    }

    /// <exception cref="EngineException">They are not the ones asked for.</exception>
    public void Require(string user, string password)
    {
        bool same = FixedEquals(User, user) & FixedEquals(Password, password);
        if (!same)
        {
            throw EngineException.Of(
                ErrorCodes.AuthenticationFailed,
                $"{User}: Authentication failed: password is incorrect, or there is no user with such name.",
                "AUTHENTICATION_FAILED");
        }
    }

    private static Credentials ReadBasic(string header)
    {
        const string scheme = "Basic ";
        var bytes = new byte[header.Length];
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(header[scheme.Length..].Trim(), bytes, out int length))
        {
            throw EngineException.Of(ErrorCodes.AuthenticationFailed, "Invalid authentication: only Basic is known here", "AUTHENTICATION_FAILED");
        }

        string[] parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return new Credentials(OrDefault(parts[0]), parts.Length > 1 ? parts[1] : "");
    }

    private static string OrDefault(string user) => user.Length > 0 ? user : "default";

    private static bool FixedEquals(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
