using System.Text.Json;
using System.Text.Json.Serialization;

namespace Torghut.Sandbox.Pipeline;

/// <summary>Outcome of <c>up --check</c>.</summary>
internal sealed record CheckReport(
    bool Ok,
    string? Failure,
    double Seconds,
    double StackUpSeconds,
    IReadOnlyList<StageResult> Stages,
    IReadOnlyList<LatencySummary> Latencies,
    IReadOnlyList<ProcessMemory> Memory,
    double ServicesPeakMegabytes,
    int Restarts)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options);
}
