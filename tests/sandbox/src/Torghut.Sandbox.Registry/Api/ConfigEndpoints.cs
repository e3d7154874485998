using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Torghut.Sandbox.Registry.Store;

namespace Torghut.Sandbox.Registry.Api;

internal static class ConfigEndpoints
{
    public static void MapConfig(this IEndpointRouteBuilder routes, SchemaStore store)
    {
        routes.MapGet("/config", () => Level(store.Level(null)));
        routes.MapPut("/config", async (HttpRequest request) => Changed(store.SetLevel(null, await Body.PropertyAsync(request, "compatibility"))));
        routes.MapDelete("/config", () => Level(store.DeleteLevel(null)));
        routes.MapGet("/config/{subject}", (string subject, bool defaultToGlobal = false) =>
            Level(defaultToGlobal ? store.Level(RegistryResponse.Subject(subject)) : store.OwnLevel(RegistryResponse.Subject(subject))));
        routes.MapPut("/config/{subject}", async (string subject, HttpRequest request) =>
            Changed(store.SetLevel(RegistryResponse.Subject(subject), await Body.PropertyAsync(request, "compatibility"))));
        routes.MapDelete("/config/{subject}", (string subject) => Level(store.DeleteLevel(RegistryResponse.Subject(subject))));
    }

    public static void MapModes(this IEndpointRouteBuilder routes, SchemaStore store)
    {
        routes.MapGet("/mode", () => RegistryResponse.Of(new { mode = store.Mode(null) }));
        routes.MapPut("/mode", async (HttpRequest request) =>
            RegistryResponse.Of(new { mode = store.SetMode(null, await Body.PropertyAsync(request, "mode")) }));
        routes.MapGet("/mode/{subject}", (string subject, bool defaultToGlobal = false) =>
        {
            var name = RegistryResponse.Subject(subject);
            return RegistryResponse.Of(new { mode = defaultToGlobal ? store.Mode(name) : store.OwnMode(name) });
        });
        routes.MapPut("/mode/{subject}", async (string subject, HttpRequest request) =>
            RegistryResponse.Of(new { mode = store.SetMode(RegistryResponse.Subject(subject), await Body.PropertyAsync(request, "mode")) }));
        routes.MapDelete("/mode/{subject}", (string subject) => RegistryResponse.Of(new { mode = store.DeleteMode(RegistryResponse.Subject(subject)) }));
    }

    private static IResult Level(string level) => RegistryResponse.Of(new { compatibilityLevel = level });

    private static IResult Changed(string level) => RegistryResponse.Of(new { compatibility = level });
}
