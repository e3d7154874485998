using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Torghut.Sandbox.Registry.Store;

namespace Torghut.Sandbox.Registry.Api;

internal static class SubjectEndpoints
{
    public static void MapSubjects(this IEndpointRouteBuilder routes, SchemaStore store)
    {
        routes.MapGet("/subjects", (bool deleted = false, string subjectPrefix = "") =>
            RegistryResponse.Of(store.Subjects(deleted).Where(s => s.StartsWith(subjectPrefix, StringComparison.Ordinal))));
        routes.MapPost("/subjects/{subject}", async (string subject, HttpRequest request, bool deleted = false, bool normalize = false) =>
        {
            var name = RegistryResponse.Subject(subject);
            var schema = store.Parse(await Body.SchemaAsync(request), normalize);
            return Describe(store, name, store.Lookup(name, schema, deleted));
        });
        routes.MapDelete("/subjects/{subject}", (string subject, bool permanent = false) =>
            RegistryResponse.Of(store.DeleteSubject(RegistryResponse.Subject(subject), permanent)));

        routes.MapGet("/subjects/{subject}/versions", (string subject, bool deleted = false) =>
            RegistryResponse.Of(store.Versions(RegistryResponse.Subject(subject), deleted).Select(v => v.Version)));
        routes.MapPost("/subjects/{subject}/versions", async (string subject, HttpRequest request, bool normalize = false) =>
            RegistryResponse.Of(
                SchemaResponse.Registered(
                    store, store.Register(RegistryResponse.Subject(subject), store.Parse(await Body.SchemaAsync(request), normalize)))));
        routes.MapGet("/subjects/{subject}/versions/{version}", (string subject, string version, bool deleted = false) =>
        {
            var name = RegistryResponse.Subject(subject);
            return Describe(store, name, store.Version(name, version, deleted));
        });
        routes.MapGet("/subjects/{subject}/versions/{version}/schema", (string subject, string version, bool deleted = false) =>
            RegistryResponse.Raw(store.Text(store.Version(RegistryResponse.Subject(subject), version, deleted))));
        routes.MapGet("/subjects/{subject}/versions/{version}/referencedby", (string subject, string version) =>
        {
            var name = RegistryResponse.Subject(subject);
            return RegistryResponse.Of(store.ReferencedBy(name, store.Version(name, version, deleted: false)));
        });
        routes.MapDelete("/subjects/{subject}/versions/{version}", (string subject, string version, bool permanent = false) =>
            RegistryResponse.Of(store.DeleteVersion(RegistryResponse.Subject(subject), version, permanent)));
    }

    private static IResult Describe(SchemaStore store, string subject, SchemaVersion version) =>
        RegistryResponse.Of(SchemaResponse.Of(store, subject, version));
}
