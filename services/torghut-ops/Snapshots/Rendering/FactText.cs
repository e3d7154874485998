using System.Globalization;
using System.Text.Json;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Rendering;

/// <summary>Facts in words, for people.</summary>
internal static class FactText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Word(Outcome outcome) => JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());

    public static string Words(Coverage coverage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{coverage.Answered} of {coverage.Required} required probes answered{(coverage.Blind.Count == 0 ? "" : $"; blind: {string.Join(", ", coverage.Blind)}")}");

    public static string Value(Fact fact)
    {
        var value = fact.Value?.ToJsonString(Relaxed);
        return (value, fact.Detail) switch
        {
            (null, var detail) => detail ?? "",
            (_, null) => value,
            _ => $"{value} ({fact.Detail})",
        };
    }

    public static string Title(Plane plane) => plane switch
    {
        Plane.Control => "Control plane",
        Plane.Compute => "Compute plane",
        Plane.Data => "Data plane",
        _ => "Decision plane",
    };
}
