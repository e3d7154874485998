using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Alpaca.Http;

/// <summary>The broker says no; carries the whole answer. The same request gets the same answer until the account changes.</summary>
internal sealed class RefusedException(int status, int code, string message, JsonObject? extras = null) : Exception(message)
{
    public int Status { get; } = status;

    public int Code { get; } = code;

    public JsonObject ToJson()
    {
        var body = new JsonObject { ["code"] = Code, ["message"] = Message };
        foreach (var (key, value) in extras ?? [])
        {
            body[key] = value?.DeepClone();
        }

        return body;
    }

    /// <summary>422 with the code for a request that does not make sense in itself.</summary>
    public static RefusedException Malformed(string message) => new(422, 40010001, message);

    /// <summary>422 with the code for a request that the rules do not allow.</summary>
    public static RefusedException Unprocessable(string message, JsonObject? extras = null) => new(422, 42210000, message, extras);

    public static RefusedException Forbidden(string message, JsonObject? extras = null) => new(403, 40310000, message, extras);

    public static RefusedException NotFound(string message) => new(404, 40410000, message);
}
