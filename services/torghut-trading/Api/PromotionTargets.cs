using Torghut.Trading.Json;

namespace Torghut.Trading.Api;

/// <summary>Which gates must hold for a promotion; none goes ahead on a window in which nothing happened.</summary>
internal static class PromotionTargets
{
    /// <summary>By target; the live ramp asks for everything that came before it.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Gates { get; } =
        new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["shadow"] = ["throughput", "data_integrity", "operational_readiness"],
            ["paper"] =
                ["throughput", "data_integrity", "operational_readiness", "statistical_robustness", "risk_and_capacity", "shadow_quality"],
            ["live"] =
            [
                "throughput", "data_integrity", "operational_readiness", "statistical_robustness", "risk_and_capacity", "shadow_quality", "paper_quality",
                "live_ramp",
            ],
        };

    /// <summary>For each target the gates that are closed; empty where the promotion is open.</summary>
    public static JsonMap ToMap(IReadOnlyList<JsonMap> gates)
    {
        var map = new JsonMap();
        foreach (var (target, names) in Gates)
        {
            var closed = gates.Where(gate => names.Contains((string)gate["gate"]!) && gate["holds"] is not true).Select(gate => gate["gate"]).ToList();
            map[target] = new JsonMap { ["open"] = closed.Count == 0, ["closed_gates"] = closed };
        }

        return map;
    }
}
