namespace Torghut.Common.Health;

/// <summary>One look at readiness.</summary>
/// <param name="Ready">All gates hold.</param>
/// <param name="ErrorClass">A stable word for the first cause; null when ready. Never raw upstream text.</param>
/// <param name="Gates">Each condition by name.</param>
public sealed record ReadinessReport(bool Ready, string? ErrorClass, IReadOnlyDictionary<string, bool> Gates)
{
    /// <summary>What <c>status</c> says after <c>degraded:</c>; null for a report that is ready, or not for a reason that its error class tells.</summary>
    public string? Degradation { get; private init; }

    /// <summary>The word under <c>status</c>.</summary>
    public string Status => Ready ? "ready" : Degradation is { } word ? $"degraded:{word}" : "not_ready";

    /// <summary>A report that would be ready but for one gate.</summary>
    /// <param name="word">Why, for <see cref="Status"/>.</param>
    /// <param name="errorClass">As in <see cref="ErrorClass"/>.</param>
    /// <param name="ready">The report without it.</param>
    /// <param name="gate">The gate that does not hold.</param>
    public static ReadinessReport Degraded(string word, string errorClass, ReadinessReport ready, string gate) =>
        new(false, errorClass, new Dictionary<string, bool>(ready.Gates) { [gate] = false }) { Degradation = word };

    /// <summary>Builds a report that is ready when every gate holds.</summary>
    public static ReadinessReport Of(string? errorClass, params (string Name, bool Holds)[] gates) =>
        gates.All(gate => gate.Holds)
            ? new(true, null, gates.ToDictionary(gate => gate.Name, gate => gate.Holds))
            : new(false, errorClass ?? "unknown", gates.ToDictionary(gate => gate.Name, gate => gate.Holds));

    /// <summary>The report of a service whose loops of these names have failed; the same one when there are none.</summary>
    /// <param name="failedLoops">Each becomes a gate that does not hold.</param>
    public ReadinessReport Without(IEnumerable<string> failedLoops)
    {
        var gates = new Dictionary<string, bool>(Gates);
        foreach (var loop in failedLoops)
        {
            gates[$"loop_{loop}"] = false;
        }

        return gates.Count == Gates.Count ? this : new ReadinessReport(false, "loop_failed", gates);
    }
}
