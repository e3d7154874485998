namespace Torghut.Trading.Api;

/// <summary>The OpenAPI document, written by hand beside the endpoints; a test compares its paths with the routes.</summary>
internal static class OpenApiDocument
{
    public const string ResourceName = "openapi.json";

    public static string Text { get; } = Load();

    private static string Load()
    {
        using var reader = new StreamReader(typeof(OpenApiDocument).Assembly.GetManifestResourceStream(ResourceName)!);
        return reader.ReadToEnd();
    }
}
