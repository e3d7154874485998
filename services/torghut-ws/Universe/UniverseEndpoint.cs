using System.Text.Json;

namespace Torghut.Ws.Universe;

/// <summary>Serves <c>GET /ws/symbols</c>: what the forwarder subscribes, for comparing it with what others trade.</summary>
internal static class UniverseEndpoint
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/ws/symbols", Respond);

    private static Task Respond(HttpContext context, SymbolUniverse universe, UniverseOptions options)
    {
        var current = universe.Current;
        return context.Response.WriteAsJsonAsync(new { current.Version, current.Symbols, options.ShardCount }, Json, context.RequestAborted);
    }
}
