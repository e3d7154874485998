using System.Globalization;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>The trading loop and its store.</summary>
internal static class ServiceRules
{
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

        if (status.Text("last_error") is { Length: > 0 } error)
        {
            yield return new("service_incident", Verdict.Red, $"Service incident: the trading loop's last tick failed: {error}.", [status.Id]);
        }

        if (DateTimeOffset.TryParse(status.Text("last_tick_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var tick)
            && status.ObservedAt - tick > options.MaxTickAge)
        {
            yield return new(
                "service_incident", Verdict.Red,
                string.Create(CultureInfo.InvariantCulture,
                    $"Service incident: the trading loop's last tick was {(status.ObservedAt - tick).TotalSeconds:0} s ago."), [status.Id]);
        }
    }

    public static IEnumerable<Interpretation> Store(FactSet facts, SnapshotOptions options)
    {
        if (facts.Failed("postgres.ping") is { } down)
        {
            yield return new("postgres_unavailable", Verdict.Red, $"Postgres does not answer ({down.Detail}), so no order may leave.", [down.Id]);
        }
    }
}
