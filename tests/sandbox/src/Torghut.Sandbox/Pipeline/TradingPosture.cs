using System.Text.Json;

namespace Torghut.Sandbox.Pipeline;

/// <summary>Whether torghut-trading would let orders leave, and what keeps them.</summary>
/// <param name="State"><c>ACTIVE</c>, <c>REDUCING</c> or <c>HALTED</c>.</param>
/// <param name="Latches">Names of the latches that are engaged.</param>
/// <param name="KillSwitch">Whether its configuration lets nothing leave.</param>
internal sealed record TradingPosture(string State, IReadOnlyList<string> Latches, bool KillSwitch)
{
    /// <summary>Reads <c>/trading/status</c>.</summary>
    public static TradingPosture Of(JsonElement status)
    {
        var engaged = status.GetProperty("latches").GetProperty("engaged").EnumerateArray().Select(latch => latch.GetProperty("latch").GetString() ?? "");
        var switches = status.GetProperty("switches");
        return new TradingPosture(
            status.GetProperty("state").GetString() ?? "?",
            [.. engaged.Order(StringComparer.Ordinal)],
            switches.GetProperty("kill_switch_enabled").GetBoolean() || !switches.GetProperty("trading_enabled").GetBoolean());
    }

    /// <summary>In a few words, for a screen.</summary>
    public override string ToString() =>
        State + (KillSwitch ? " (switched off by its configuration)" : "") + (Latches.Count == 0 ? "" : " latched: " + string.Join(", ", Latches));
}
