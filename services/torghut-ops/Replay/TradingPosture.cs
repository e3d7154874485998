using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Replay;

/// <summary>Whether trading goes on; null for what was not said.</summary>
internal sealed record TradingPosture(bool? Enabled, bool? Live, string? Mode)
{
    public static TradingPosture Unknown { get; } = new(null, null, null);

    public bool IsPaused => Enabled == false;

    public bool IsPaper => Live == false && string.Equals(Mode, "paper", StringComparison.OrdinalIgnoreCase);

    public static async Task<TradingPosture> ReadAsync(TargetOptions targets, HttpClient http, CancellationToken cancellationToken)
    {
        if (targets.Trading is null)
        {
            return Unknown;
        }

        try
        {
            return JsonNode.Parse(await http.GetStringAsync(new Uri(targets.Trading, "/trading/status"), cancellationToken)) is JsonObject status
                ? Of(PostureReader.Read(status)) : Unknown;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or InvalidOperationException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Unknown;
        }
    }

    private static TradingPosture Of(JsonObject posture) => new(
        posture["trading_enabled"]?.GetValue<bool>(), posture["live_enabled"]?.GetValue<bool>(), posture["mode"]?.GetValue<string>());
}
