using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Torghut.Sandbox.Alpaca.Http;

/// <summary>A key id and secret as a client presents them: in headers (Alpaca's own or Basic) or in a message.</summary>
internal sealed record Credentials(string KeyId, string SecretKey)
{
    public static Credentials? From(HttpRequest request)
    {
        var headers = request.Headers;
        if (headers.TryGetValue("APCA-API-KEY-ID", out var key))
        {
            return new Credentials(key.ToString(), headers["APCA-API-SECRET-KEY"].ToString());
        }

        var authorization = headers.Authorization.ToString();
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var buffer = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[6..].Trim(), buffer, out var length))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2);
        return parts.Length == 2 ? new Credentials(parts[0], parts[1]) : null;
    }

    /// <summary>From <c>{key, secret}</c>, or <c>{data: {key_id, secret_key}}</c> as older clients of the trading stream write it.</summary>
    public static Credentials? From(JsonObject message)
    {
        var data = message["data"] as JsonObject;
        var key = Text(message["key"]) ?? Text(data?["key_id"]);
        var secret = Text(message["secret"]) ?? Text(data?["secret_key"]);
        return key is null || secret is null ? null : new Credentials(key, secret);
    }

    public bool Match(AlpacaSimulatorOptions options) =>
        string.Equals(KeyId, options.KeyId, StringComparison.Ordinal) && string.Equals(SecretKey, options.SecretKey, StringComparison.Ordinal);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
