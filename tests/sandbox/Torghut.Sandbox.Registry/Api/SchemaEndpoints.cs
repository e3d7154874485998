using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Torghut.Sandbox.Registry.Store;

namespace Torghut.Sandbox.Registry.Api;

internal static class SchemaEndpoints
{
    private static readonly string[] Types = ["AVRO"];

    /// <summary>The default context, which is the only one.</summary>
    private static readonly string[] Contexts = ["."];

    public static void MapSchemas(this IEndpointRouteBuilder routes, SchemaStore store)
    {
        routes.MapGet("/schemas/types", () => Answer.Of(Types));
        routes.MapGet("/contexts", () => Answer.Of(Contexts));
        routes.MapGet("/schemas/guids/{guid}", (string guid) => Answer.Of(SchemaAnswer.Of(store, store.IdOf(guid))));
        routes.MapGet("/schemas", (string subjectPrefix = "", bool deleted = false, bool latestOnly = false) => Answer.Of(
            from subject in store.Subjects(deleted)
            where subject.StartsWith(subjectPrefix, StringComparison.Ordinal)
            let versions = store.Versions(subject, deleted)
            from version in latestOnly ? versions.TakeLast(1) : versions
            select SchemaAnswer.Of(store, subject, version)));
        routes.MapGet("/schemas/ids/{id:int}", (int id) => Answer.Of(SchemaAnswer.Of(store, id)));
        routes.MapGet("/schemas/ids/{id:int}/schema", (int id) => Answer.Raw(store.Text(id)));
        routes.MapGet("/schemas/ids/{id:int}/subjects", (int id, bool deleted = false) =>
        {
            store.Text(id);
            return Answer.Of(store.Uses(id, deleted).Select(u => u.Subject).Distinct());
        });
        routes.MapGet("/schemas/ids/{id:int}/versions", (int id, bool deleted = false) =>
        {
            store.Text(id);
            return Answer.Of(store.Uses(id, deleted).Select(u => new { subject = u.Subject, version = u.Version }));
        });
    }
}
