using System.Text.Json;
using Torghut.Trading.Backtest;

namespace Torghut.Trading.Hosting;

/// <summary>A decision of the database, or a line of a backtest, as the two are compared.</summary>
internal static class ComparedDecisionReader
{
    public static ComparedDecision Of(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        string Text(string name) => root.GetProperty(name).GetString()!;
        return new ComparedDecision(
            Text("decision_hash"),
            Text("strategy"),
            Text("symbol"),
            root.GetProperty("event_ts").GetDateTimeOffset(),
            Configuration(Text("plugin_type"), Text("plugin_version"), Text("strategy_version"), Text("parameter_hash")),
            Text("feature_hash"),
            [.. root.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!)],
            Order(root.GetProperty("order")));
    }

    private static string Configuration(string type, string plugin, string version, string parameters) => $"{type} {plugin} {version} {parameters}";

    /// <summary>Properties in the order of their names: the database keeps them in another.</summary>
    private static string Order(JsonElement order) => order.ValueKind != JsonValueKind.Object
        ? ""
        : string.Join(' ', order.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={p.Value}"));

    internal sealed record Row
    {
        public string DecisionHash { get; init; } = "";
        public string StrategyName { get; init; } = "";
        public string StrategyVersion { get; init; } = "";
        public string PluginType { get; init; } = "";
        public string PluginVersion { get; init; } = "";
        public string ParameterHash { get; init; } = "";
        public string FeatureHash { get; init; } = "";
        public string Symbol { get; init; } = "";
        public DateTimeOffset SignalEventTs { get; init; }
        public string Reasons { get; init; } = "";
        public string? OrderText { get; init; }

        public ComparedDecision ToDecision()
        {
            using var order = JsonDocument.Parse(OrderText ?? "null");
            return new ComparedDecision(
                DecisionHash, StrategyName, Symbol, SignalEventTs, Configuration(PluginType, PluginVersion, StrategyVersion, ParameterHash), FeatureHash,
                Reasons.Split(',', StringSplitOptions.RemoveEmptyEntries), Order(order.RootElement));
        }
    }
}
