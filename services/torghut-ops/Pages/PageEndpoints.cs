using Torghut.Ops.Http;

namespace Torghut.Ops.Pages;

/// <summary>
/// The pages and their assets. They hold no data, so anyone may have them; what they show they ask the API for, with the viewer's token where one is
/// configured.
/// </summary>
internal static class PageEndpoints
{
    private const string Assets = "/assets/{name}";

    public static IServiceCollection AddPages(this IServiceCollection services) => services.AddSingleton<PageBundle>();

    public static void MapPages(this IEndpointRouteBuilder endpoints)
    {
        // Read now, so that a service that was built without its pages does not start.
        var bundle = endpoints.ServiceProvider.GetRequiredService<PageBundle>();
        foreach (var (route, file, summary) in PageRoutes.All)
        {
            var page = bundle.Files[file];
            endpoints.MapGet(route, () => new PageResult(page, PageResult.AskAgain)).For(Role.Anyone).WithSummary(summary).ExcludeFromDescription();
        }

        endpoints.MapGet(Assets, (string name) => bundle.Find($"assets/{name}") is { } asset
                ? (IResult)new PageResult(asset, PageResult.Immutable)
                : Problems.Of(StatusCodes.Status404NotFound, "No such asset", "There is no asset of that name; a page of another version may ask for it."))
            .For(Role.Anyone).WithSummary("Scripts and styles of the pages").ExcludeFromDescription();
    }
}
