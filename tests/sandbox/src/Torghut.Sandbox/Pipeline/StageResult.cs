using System.Text.Json;
using System.Text.Json.Serialization;

namespace Torghut.Sandbox.Pipeline;

/// <summary>Whether a stage flowed.</summary>
/// <param name="Stage">What the stage is called in the README's picture.</param>
/// <param name="Count">What passed it; null when it could not be read.</param>
/// <param name="Detail">What was counted, or why it could not be.</param>
internal sealed record StageResult(string Stage, long? Count, string Detail)
{
    public bool Flowed => Count > 0;
}

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

/// <summary>Largest resident memory seen of one process.</summary>
internal sealed record ProcessMemory(string Name, double PeakMegabytes);
