using System.Text.Json.Nodes;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>
/// Takes the posture out of <c>/trading/status</c>. Every name is looked for at the top and in the objects below it, because the
/// answer groups its parts and grows; what it does not say stays null, and the rules treat null as unknown.
/// </summary>
internal static class PostureReader
{
    private const int MaxDepth = 4;

    public static JsonObject Read(JsonObject status) => new()
    {
        ["account"] = Find(status, "account_label"),
        ["mode"] = Find(status, "mode", "trading_mode"),
        ["trading_enabled"] = Find(status, "trading_enabled", "enabled"),
        ["live_enabled"] = Find(status, "live_enabled", "trading_live_enabled"),
        ["kill_switch_enabled"] = Find(status, "kill_switch_enabled", "kill_switch"),
        ["switches_read_at"] = status["switches"] is JsonObject switches && switches["read_at"] is JsonValue readAt ? readAt.DeepClone() : null,
        ["state"] = Find(status, "trading_state", "state"),
        ["running"] = Find(status, "running", "loop_running"),
        ["last_tick_at"] = Find(status, "last_tick_at", "last_tick", "last_run_at"),
        ["last_error"] = Find(status, "last_error", "fatal_error"),
        ["last_error_at"] = Find(status, "last_error_at"),
        ["last_outcome"] = Find(status, "last_outcome"),
        ["universe_fault"] = status["universe"] is JsonObject universe && universe["fault"] is JsonValue fault ? fault.DeepClone() : null,
        ["reconcile_interval_seconds"] = status["reconcile"] is JsonObject reconcile && reconcile["interval_seconds"] is JsonValue interval
            && interval.TryGetValue<double>(out var seconds) && seconds > 0 ? seconds : null,
        ["market_open"] = Find(status, "market_open", "is_open"),
        ["market_now"] = Find(status, "market_now", "market_time"),
        ["emergency_stop"] = Find(status, "emergency_stop"),
        ["mass_cancel"] = Find(status, "mass_cancel"),
        ["engaged"] = Engaged(status),
        ["universe"] = Symbols(status),
        ["held_unwatched"] = Search(status, "held_unwatched", 0) is JsonArray held ? held.DeepClone() : null,
    };

    /// <summary>
    /// Every latch that is engaged, with since when and why: as the service knows them, or in the version before, which does not list these, as its
    /// database does.
    /// </summary>
    private static JsonArray? Engaged(JsonObject status) => (Search(status, "engaged", 0) ?? Search(status, "history", 0)) is JsonArray rows
        ? [.. rows.OfType<JsonObject>()
            .Where(row => row["engaged"] is not JsonValue engaged || (engaged.TryGetValue<bool>(out var isEngaged) && isEngaged))
            .Select(row => new JsonObject
            {
                ["latch"] = row["latch"]?.DeepClone(),
                ["engaged_at"] = row["engaged_at"]?.DeepClone(),
                ["reason"] = row["reason"]?.DeepClone(),
            })]
        : null;

    private static JsonArray? Symbols(JsonObject status) =>
        (Search(status, "universe", 0) ?? Search(status, "universe_symbols", 0) ?? Search(status, "symbols", 0)) switch
        {
            JsonArray list => (JsonArray)list.DeepClone(),
            JsonObject group when Search(group, "symbols", 0) is JsonArray list => (JsonArray)list.DeepClone(),
            _ => null,
        };

    private static JsonNode? Find(JsonObject status, params string[] names) =>
        names.Select(n => Search(status, n, 0)).OfType<JsonValue>().FirstOrDefault()?.DeepClone();

    private static JsonNode? Search(JsonObject node, string name, int depth)
    {
        if (node.TryGetPropertyValue(name, out var found) && found is not null)
        {
            return found;
        }

        return depth >= MaxDepth ? null : node.Select(p => p.Value).OfType<JsonObject>().Select(child => Search(child, name, depth + 1))
            .FirstOrDefault(n => n is not null);
    }
}
