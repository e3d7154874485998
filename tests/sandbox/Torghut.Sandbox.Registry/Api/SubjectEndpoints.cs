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
        routes.MapPost("/subjects/{subject}", async (string subject, HttpRequest request, bool deleted = false, bool normalize = false) =>
        {
            var name = Answer.Subject(subject);
            var schema = store.Parse(await Body.SchemaAsync(request), normalize);
            return Describe(store, name, store.Lookup(name, schema, deleted));
        });
        routes.MapDelete("/subjects/{subject}", (string subject, bool permanent = false) =>
            Answer.Of(store.DeleteSubject(Answer.Subject(subject), permanent)));

        routes.MapGet("/subjects/{subject}/versions", (string subject, bool deleted = false) =>
            Answer.Of(store.Versions(Answer.Subject(subject), deleted).Select(v => v.Version)));
        routes.MapPost("/subjects/{subject}/versions", async (string subject, HttpRequest request, bool normalize = false) =>
            Answer.Of(SchemaAnswer.Registered(store, store.Register(Answer.Subject(subject), store.Parse(await Body.SchemaAsync(request), normalize)))));
        routes.MapGet("/subjects/{subject}/versions/{version}", (string subject, string version, bool deleted = false) =>
        {
            var name = Answer.Subject(subject);
            return Describe(store, name, store.Version(name, version, deleted));
        });
        routes.MapGet("/subjects/{subject}/versions/{version}/schema", (string subject, string version, bool deleted = false) =>
            Answer.Raw(store.Text(store.Version(Answer.Subject(subject), version, deleted))));
        routes.MapGet("/subjects/{subject}/versions/{version}/referencedby", (string subject, string version) =>
        {
            var name = Answer.Subject(subject);
            return Answer.Of(store.ReferencedBy(name, store.Version(name, version, deleted: false)));
        });
        routes.MapDelete("/subjects/{subject}/versions/{version}", (string subject, string version, bool permanent = false) =>
            Answer.Of(store.DeleteVersion(Answer.Subject(subject), version, permanent)));
    }

    private static IResult Describe(SchemaStore store, string subject, SchemaVersion version) =>
        Answer.Of(SchemaAnswer.Of(store, subject, version));
}
