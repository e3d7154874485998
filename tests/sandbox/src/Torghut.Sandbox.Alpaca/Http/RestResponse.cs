using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Alpaca.Http;

/// <summary>An answer to a REST request. Status 0 cuts the connection instead; <paramref name="Raw"/> is text that need not be JSON.</summary>
internal sealed record RestResponse(int Status, JsonNode? Body = null, IReadOnlyDictionary<string, string>? Headers = null, string? Raw = null)
{
    public static RestResponse Ok(JsonNode body) => new(200, body);

    /// <summary>The connection is cut.</summary>
    public static RestResponse Cut { get; } = new(0);
}
