using System.Globalization;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Whether the trading switches are as they should be and agree with what happens.</summary>
internal static class PostureRules
{
    /// <summary>
    /// What keeps orders on purpose. It is named as what it is: nobody should read that all is as it should be while a stop is engaged.
    /// </summary>
    public static IEnumerable<Interpretation> Stops(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("trading.status") is not { } status)
        {
            yield break;
        }

        if (status.Text("mass_cancel") == "failing")
        {
            yield return new(
                "mass_cancel_failing", Verdict.Red, "The emergency stop could not empty the book: orders are still open at the broker.", [status.Id]);
        }

        var engaged = status.Objects("engaged");
        foreach (var latch in engaged)
        {
            yield return new(
                "stop_engaged", Verdict.Yellow,
                $"{Name(latch.Text("latch"))} is engaged{Since(latch, facts.At)}: {latch.Text("reason") ?? "no reason given"}.", [status.Id]);
        }

        // The version before lists only what its database knows.
        if (status.Flag("emergency_stop") == true && engaged.All(latch => latch.Text("latch") != "emergency_stop"))
        {
            yield return new("stop_engaged", Verdict.Yellow, $"{Name("emergency_stop")} is engaged.", [status.Id]);
        }

        if (status.Flag("trading_enabled") == false)
        {
            yield return new("stop_engaged", Verdict.Yellow, $"Trading is paused: TRADING_ENABLED is false{SinceStart(status, facts.At)}.", [status.Id]);
        }

        if (status.Flag("kill_switch_enabled") == true)
        {
            yield return new("stop_engaged", Verdict.Yellow, $"The kill switch is on{SinceStart(status, facts.At)}: no order leaves.", [status.Id]);
        }
    }

    /// <summary>The guard against runaways suspends a strategy until a person resumes it: it exits, and enters no more.</summary>
    public static IEnumerable<Interpretation> Suspensions(FactSet facts, SnapshotOptions options)
    {
        foreach (var strategy in facts.Answered("postgres.suspended_strategies")?.Objects("strategies") ?? [])
        {
            var age = strategy.Number("age_seconds") + facts.Age(strategy);
            yield return new(
                "strategy_suspended", Verdict.Yellow,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The strategy {strategy.Text("strategy")} is suspended for {age / 60:0} min: {strategy.Text("reason") ?? "no reason given"}."),
                [strategy.Id])
            {
                Subject = strategy.Text("strategy") ?? "",
            };
        }
    }

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
            yield return new("kill_switch_inconsistent", Verdict.Red, string.Create(CultureInfo.InvariantCulture, $"The kill switch is on, yet {sent.Number("orders")} orders were sent recently."),
                [status.Id, sent.Id]);
        }
    }

    private static string Name(string? latch) => latch == "emergency_stop" ? "The emergency stop" : $"The latch {latch ?? "without a name"}";

    private static string Since(Fact latch, DateTimeOffset now) => Age(latch.Text("engaged_at"), now) is { } age ? $" since {age}" : "";

    /// <summary>A setting is older than the process that read it, nobody knows by how much.</summary>
    private static string SinceStart(Fact status, DateTimeOffset now) => Age(status.Text("switches_read_at"), now) is { } age ? $", at least since {age}" : "";

    private static string? Age(string? since, DateTimeOffset now) =>
        DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? string.Create(CultureInfo.InvariantCulture, $"{at.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC ({(now - at).TotalMinutes:0} min)")
            : null;
}
