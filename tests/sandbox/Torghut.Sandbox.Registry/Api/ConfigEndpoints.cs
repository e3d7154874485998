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
            Level(defaultToGlobal ? store.Level(Answer.Subject(subject)) : store.OwnLevel(Answer.Subject(subject))));
        routes.MapPut("/config/{subject}", async (string subject, HttpRequest request) =>
            Changed(store.SetLevel(Answer.Subject(subject), await Body.PropertyAsync(request, "compatibility"))));
        routes.MapDelete("/config/{subject}", (string subject) => Level(store.DeleteLevel(Answer.Subject(subject))));
    }

    public static void MapModes(this IEndpointRouteBuilder routes, SchemaStore store)
    {
        routes.MapGet("/mode", () => Answer.Of(new { mode = store.Mode(null) }));
        routes.MapPut("/mode", async (HttpRequest request) => Answer.Of(new { mode = store.SetMode(null, await Body.PropertyAsync(request, "mode")) }));
        routes.MapGet("/mode/{subject}", (string subject, bool defaultToGlobal = false) =>
            Answer.Of(new { mode = defaultToGlobal ? store.Mode(Answer.Subject(subject)) : store.OwnMode(Answer.Subject(subject)) }));
        routes.MapPut("/mode/{subject}", async (string subject, HttpRequest request) =>
            Answer.Of(new { mode = store.SetMode(Answer.Subject(subject), await Body.PropertyAsync(request, "mode")) }));
        routes.MapDelete("/mode/{subject}", (string subject) => Answer.Of(new { mode = store.DeleteMode(Answer.Subject(subject)) }));
    }

    private static IResult Level(string level) => Answer.Of(new { compatibilityLevel = level });

    private static IResult Changed(string level) => Answer.Of(new { compatibility = level });
}
