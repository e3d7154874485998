using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Rendering;

internal static class JsonRenderer
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // Commands stay readable; the answer is JSON, never put into a page as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
            { new JsonStringEnumConverter<Plane>(JsonNamingPolicy.SnakeCaseLower), new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.SnakeCaseUpper) },
    };

    public static string Render(SystemSnapshot snapshot) => JsonSerializer.Serialize(snapshot, Options);
}
