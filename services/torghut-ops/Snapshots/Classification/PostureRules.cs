using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Whether the trading switches are as they should be and agree with what happens.</summary>
internal static class PostureRules
{
    public static IEnumerable<Interpretation> Posture(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("trading.status") is not { } status)
        {
            yield break;
        }

        var mode = status.Text("mode");
        var expected = options.ExpectedMode == TradingMode.Live ? "live" : "paper";
        if (mode is not null && !mode.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            yield return new("unexpected_posture", Verdict.Red, $"Trading runs in mode {mode}, but {expected} is expected.", [status.Id]);
        }

        if (status.Flag("live_enabled") is { } live && live != (expected == "live"))
        {
            yield return new("unexpected_posture", Verdict.Red, $"Live trading is {(live ? "enabled" : "disabled")}, but mode {expected} is expected.",
                [status.Id]);
        }

        if (status.Flag("kill_switch_enabled") == true && facts.Answered("postgres.orders_sent") is { } sent && sent.Number("orders") > 0)
        {
            yield return new("kill_switch_inconsistent", Verdict.Red, $"The kill switch is on, yet {sent.Number("orders")} orders were sent recently.",
                [status.Id, sent.Id]);
        }
    }
}
