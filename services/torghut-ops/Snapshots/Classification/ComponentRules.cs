using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>What the services say of themselves and of what they need.</summary>
internal static class ComponentRules
{
    private static readonly string[] Services = ["ws.readyz", "ta.readyz", "trading.readyz"];

    public static IEnumerable<Interpretation> Readiness(FactSet facts, SnapshotOptions options)
    {
        foreach (var ready in Services.Select(facts.Find).OfType<Fact>())
        {
            if (ready.Ok && ready.Flag("ready") != true)
            {
                yield return new("component_not_ready", Verdict.Yellow,
                    $"torghut-{ready.Component} is not ready: {ready.Text("error_class") ?? "no cause given"}.", [ready.Id]);
            }
            else if (facts.Failed(ready.Id) is not null)
            {
                yield return new("component_not_ready", Verdict.Yellow, $"torghut-{ready.Component} does not answer ({ready.Detail}).", [ready.Id]);
            }
        }
    }

    /// <summary>What torghut-trading cannot use, whether or not it can be reached from here.</summary>
    public static IEnumerable<Interpretation> Dependencies(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("trading.health") is not { Value: JsonObject value } health || value["dependencies"] is not JsonObject dependencies)
        {
            yield break;
        }

        foreach (var (name, node) in dependencies)
        {
            if (node is JsonObject state && state["fault"] is JsonValue fault)
            {
                var (rule, what) = name == "alpaca" ? ("broker_unreachable", "The broker's API") : ("dependency_failed", name);
                yield return new(rule, Verdict.Yellow, $"{what} cannot be used by torghut-trading ({fault}).", [health.Id])
                {
                    Subject = name,
                };
            }
        }
    }
}
