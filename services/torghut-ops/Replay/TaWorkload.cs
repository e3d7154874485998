using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Replay;

/// <summary>What torghut-ta says of itself, which is what it was started with.</summary>
internal sealed class TaWorkload(TargetOptions targets, HttpClient http)
{
    /// <summary>Null while nobody answers.</summary>
    public async Task<(string Group, string JobState)?> ReadAsync(CancellationToken cancellationToken)
    {
        if (targets.TechnicalAnalysis is null)
        {
            return null;
        }

        try
        {
            var status = JsonNode.Parse(await http.GetStringAsync(new Uri(targets.TechnicalAnalysis, "/ta/status"), cancellationToken));
            return status?["group_id"]?.GetValue<string>() is { } group && status["job_state"]?.GetValue<string>() is { } state ? (group, state) : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or InvalidOperationException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
