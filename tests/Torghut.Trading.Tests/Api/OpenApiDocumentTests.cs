using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Torghut.Trading.Api;
using Torghut.Trading.Hosting;
using Torghut.Trading.Tests.Hosting;

namespace Torghut.Trading.Tests.Api;

/// <summary>The document lists the routes that exist, no more and no less, with the token each needs.</summary>
public sealed class OpenApiDocumentTests
{
    private static readonly string[] OfTheHost = ["GET /healthz", "GET /readyz", "GET /metrics"];

    [Test]
    public void Document_Paths_EqualTheRoutes()
    {
        var app = Composition.Create().Build();
        TradingService.Definition.MapEndpoints(app);
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>() is not null)
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText}"));
        Assert.That(Documented().Select(entry => entry.Route), Is.EquivalentTo(routes.Concat(OfTheHost)));
    }

    [Test]
    public void Document_Mutations_AllNeedAToken() =>
        Assert.That(Documented().Where(entry => entry.Route.StartsWith("POST", StringComparison.Ordinal)).Select(entry => entry.HasSecurity), Is.All.True);

    private static List<(string Route, bool HasSecurity)> Documented()
    {
        using var document = JsonDocument.Parse(OpenApiDocument.Text);
        return [.. document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()
            .Select(method => ($"{method.Name.ToUpperInvariant()} {path.Name}", method.Value.TryGetProperty("security", out _))))];
    }
}
