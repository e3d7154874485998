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
            Answer.Of(store.Subjects(deleted).Where(s => s.StartsWith(subjectPrefix, StringComparison.Ordinal))));
        routes.MapPost("/subjects/{subject}", async (string subject, HttpRequest request, bool deleted = false) =>
        {
            var name = Answer.Subject(subject);
            var schema = await Body.SchemaAsync(request);
            return Describe(store, name, store.Lookup(name, schema, deleted));
        });
        routes.MapDelete("/subjects/{subject}", (string subject, bool permanent = false) =>
            Answer.Of(store.DeleteSubject(Answer.Subject(subject), permanent)));

        routes.MapGet("/subjects/{subject}/versions", (string subject, bool deleted = false) =>
            Answer.Of(store.Versions(Answer.Subject(subject), deleted).Select(v => v.Version)));
        routes.MapPost("/subjects/{subject}/versions", async (string subject, HttpRequest request) =>
            Answer.Of(new { id = store.Register(Answer.Subject(subject), await Body.SchemaAsync(request)) }));
        routes.MapGet("/subjects/{subject}/versions/{version}", (string subject, string version, bool deleted = false) =>
        {
            var name = Answer.Subject(subject);
            return Describe(store, name, store.Version(name, version, deleted));
        });
        routes.MapGet("/subjects/{subject}/versions/{version}/schema", (string subject, string version, bool deleted = false) =>
            Answer.Raw(store.Text(store.Version(Answer.Subject(subject), version, deleted))));
        // Schemas cannot refer to each other here, so nothing refers to any.
        routes.MapGet("/subjects/{subject}/versions/{version}/referencedby", (string subject, string version) =>
        {
            store.Version(Answer.Subject(subject), version, deleted: false);
            return Answer.Of(Array.Empty<int>());
        });
        routes.MapDelete("/subjects/{subject}/versions/{version}", (string subject, string version, bool permanent = false) =>
            Answer.Of(store.DeleteVersion(Answer.Subject(subject), version, permanent)));
    }

    private static IResult Describe(SchemaStore store, string subject, SchemaVersion version) =>
        Answer.Of(new { subject, version = version.Version, id = version.Id, schema = store.Text(version) });
}
