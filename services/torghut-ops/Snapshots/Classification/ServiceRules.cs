using System.Globalization;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>The trading loop and its store.</summary>
internal static class ServiceRules
{
    private const int MaxReconcileTicks = 5;

    /// <summary>What torghut-trading does when nothing else is configured.</summary>
    private const double DefaultReconcileSeconds = 15;

    public static IEnumerable<Interpretation> Loop(FactSet facts, SnapshotOptions options)
    {
        if (facts.Failed("trading.status") is { } silent)
        {
            yield return new("service_incident", Verdict.Red, $"Service incident: torghut-trading does not tell its status ({silent.Detail}).", [silent.Id]);
            yield break;
        }

        if (facts.Answered("trading.status") is not { } status)
        {
            yield break;
        }

        if (status.Flag("running") == false)
        {
            yield return new("service_incident", Verdict.Red, "Service incident: the trading loop is not running.", [status.Id]);
        }

        if (status.Text("last_error") is { Length: > 0 } error && IsOfLastTick(status))
        {
            yield return new("service_incident", Verdict.Red, $"Service incident: the trading loop's last tick failed: {error}.", [status.Id]);
        }

        if (Time(status, "last_tick_at") is { } tick && facts.At - tick > options.MaxTickAge)
        {
            yield return new(
                "service_incident", Verdict.Red,
                string.Create(CultureInfo.InvariantCulture,
                    $"Service incident: the trading loop's last tick was {(facts.At - tick).TotalSeconds:0} s ago."), [status.Id]);
        }
    }

    /// <summary>While the universe is not known no entry leaves.</summary>
    public static IEnumerable<Interpretation> FailSafe(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("trading.status") is { } status && status.Text("last_outcome") == "universe_fail_safe_blocked")
        {
            yield return new(
                "universe_fail_safe_blocked", Verdict.Red,
                $"Trading does not know its universe, so its fail-safe keeps every entry: {status.Text("universe_fault") ?? "no cause given"}.", [status.Id]);
        }
    }

    /// <summary>
    /// Trading writes a position snapshot at every reconciliation; without new ones nobody knows what the account holds. Another account's are none of this
    /// one's. Which one trades is said by trading; while it does not, the youngest of all can be no worse than its own.
    /// </summary>
    public static IEnumerable<Interpretation> Positions(FactSet facts, SnapshotOptions options)
    {
        var status = facts.Answered("trading.status");
        if (status?.Flag("trading_enabled") == false || facts.Answered("postgres.position_snapshots") is not { } snapshots)
        {
            yield break;
        }

        var allowed = MaxReconcileTicks * (status?.Number("reconcile_interval_seconds") ?? DefaultReconcileSeconds);
        var account = status?.Text("account");
        var age = snapshots.Objects("accounts").Where(row => account is null || row.Text("account") == account).Min(row => row.Number("newest_age_seconds"))
            + facts.Age(snapshots);
        if (age is null || age > allowed)
        {
            yield return new(
                "position_snapshot_old", Verdict.Red,
                string.Create(CultureInfo.InvariantCulture,
                    $"Trading is enabled, and {(age is null ? "there is no position snapshot" : $"the newest position snapshot is {age:0} s old")}{Of(account)}; {allowed:0} s are allowed."),
                [snapshots.Id, "trading.status"]);
        }
    }

    public static IEnumerable<Interpretation> Store(FactSet facts, SnapshotOptions options)
    {
        if (facts.Failed("postgres.ping") is { } down)
        {
            yield return new("postgres_unavailable", Verdict.Red, $"Postgres does not answer ({down.Detail}), so no order may leave.", [down.Id]);
        }
    }

    /// <summary>The status keeps the last error after the loop went on.</summary>
    private static bool IsOfLastTick(Fact status) =>
        Time(status, "last_error_at") is not { } failed || Time(status, "last_tick_at") is not { } tick || failed >= tick;

    private static string Of(string? account) => account is null ? "" : $" (account {account})";

    private static DateTimeOffset? Time(Fact status, string name) =>
        DateTimeOffset.TryParse(status.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
