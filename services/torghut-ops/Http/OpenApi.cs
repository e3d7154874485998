using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace Torghut.Ops.Http;

/// <summary>The service's routes for programs (<c>/openapi.json</c>) and for people (<c>/openapi</c>), both made from the routes themselves.</summary>
internal static class OpenApi
{
    public const string Document = "/openapi.json";
    public const string Page = "/openapi";

    private const string Scheme = "bearer";

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "torghut-ops",
                Version = "v1",
                Description = "What the system looks like, and what an operator changes.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var role = RoleOf(context.Description.ActionDescriptor.EndpointMetadata);
            operation.Description = Words(role);
            if (role > Role.Anyone)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            }

            AddParameters(operation, context.Description.ActionDescriptor.EndpointMetadata);
            return Task.CompletedTask;
        });
    });

    public static void MapOpenApiDocument(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi(Document).WithMetadata(new RequiredRole(Role.Anyone));
        endpoints.MapGet(Page, (IEnumerable<EndpointDataSource> sources) => Results.Text(Render(sources), "text/html; charset=utf-8"))
            .For(Role.Anyone).WithSummary("The routes, for people").ExcludeFromDescription();
    }

    /// <summary>Queries are read by <see cref="QueryReader"/>, of which the document's maker knows nothing.</summary>
    private static void AddParameters(OpenApiOperation operation, IEnumerable<object> metadata)
    {
        foreach (var parameter in metadata.OfType<QueryShape>().SelectMany(shape => shape.Parameters))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Required = parameter.Required,
                Description = parameter.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = QueryReader.MaxLength },
            });
        }
    }

    private static Role RoleOf(IEnumerable<object> metadata) => metadata.OfType<RequiredRole>().LastOrDefault()?.Role ?? Role.Anyone;

    private static string Words(Role role) => role switch
    {
        Role.Anyone => "Open to anyone.",
        Role.Viewer => "Needs the role viewer, where a viewer's token is configured.",
        _ => $"Needs the role {role.ToString().ToLowerInvariant()}.",
    };

    private static string Render(IEnumerable<EndpointDataSource> sources)
    {
        var page = new StringBuilder("""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>torghut-ops</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>body{font:16px/1.5 sans-serif;margin:2rem;max-width:70rem}td,th{text-align:left;padding:.2rem 1rem .2rem 0;vertical-align:top}</style></head>
            <body><main><h1>Routes of torghut-ops</h1><p><a href="/openapi.json">OpenAPI document</a></p>
            <table><thead><tr><th scope="col">method</th><th scope="col">route</th><th scope="col">what</th><th scope="col">who</th></tr></thead><tbody>

            """);
        foreach (var route in sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .OrderBy(route => route.RoutePattern.RawText, StringComparer.Ordinal).ThenBy(MethodOf, StringComparer.Ordinal))
        {
            var path = WebUtility.HtmlEncode(route.RoutePattern.RawText ?? "");
            var shown = MethodOf(route) == HttpMethods.Get && route.RoutePattern.Parameters.Count == 0 ? $"<a href=\"{path}\">{path}</a>" : path;
            var summary = WebUtility.HtmlEncode(route.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? "");
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{MethodOf(route)}</td><td>{shown}</td><td>{summary}</td><td>{Words(RoleOf(route.Metadata))}</td></tr>\n");
        }

        return page.Append("</tbody></table></main></body></html>\n").ToString();
    }

    private static string MethodOf(RouteEndpoint route) =>
        string.Join(", ", route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [HttpMethods.Get]);
}
