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
        routes.MapGet("/schemas/types", () => RegistryResponse.Of(Types));
        routes.MapGet("/contexts", () => RegistryResponse.Of(Contexts));
        routes.MapGet("/schemas/guids/{guid}", (string guid) => RegistryResponse.Of(SchemaResponse.Of(store, store.IdOf(guid))));
        routes.MapGet("/schemas", (string subjectPrefix = "", bool deleted = false, bool latestOnly = false) => RegistryResponse.Of(
            from subject in store.Subjects(deleted)
            where subject.StartsWith(subjectPrefix, StringComparison.Ordinal)
            let versions = store.Versions(subject, deleted)
            from version in latestOnly ? versions.TakeLast(1) : versions
            select SchemaResponse.Of(store, subject, version)));
        routes.MapGet("/schemas/ids/{id:int}", (int id) => RegistryResponse.Of(SchemaResponse.Of(store, id)));
        routes.MapGet("/schemas/ids/{id:int}/schema", (int id) => RegistryResponse.Raw(store.Text(id)));
        routes.MapGet("/schemas/ids/{id:int}/subjects", (int id, bool deleted = false) =>
        {
            store.Text(id);
            return RegistryResponse.Of(store.Uses(id, deleted).Select(u => u.Subject).Distinct());
        });
        routes.MapGet("/schemas/ids/{id:int}/versions", (int id, bool deleted = false) =>
        {
            store.Text(id);
            return RegistryResponse.Of(store.Uses(id, deleted).Select(u => new { subject = u.Subject, version = u.Version }));
        });
    }
}
