using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Torghut.Sandbox.Registry.Store;

namespace Torghut.Sandbox.Registry.Api;

internal static class CompatibilityEndpoints
{
    public static void MapCompatibility(this IEndpointRouteBuilder routes, SchemaStore store)
    {
        routes.MapPost("/compatibility/subjects/{subject}/versions",
            async (string subject, HttpRequest request, bool verbose = false, bool normalize = false) =>
            Report(
                store.Incompatibilities(RegistryResponse.Subject(subject), store.Parse(await Body.SchemaAsync(request), normalize), version: null), verbose));
        routes.MapPost("/compatibility/subjects/{subject}/versions/{version}",
            async (string subject, string version, HttpRequest request, bool verbose = false, bool normalize = false) =>
            Report(store.Incompatibilities(RegistryResponse.Subject(subject), store.Parse(await Body.SchemaAsync(request), normalize), version), verbose));
    }

    private static IResult Report(IReadOnlyList<string> messages, bool verbose) => verbose
        ? RegistryResponse.Of(new { is_compatible = messages.Count == 0, messages })
        : RegistryResponse.Of(new { is_compatible = messages.Count == 0 });
}
