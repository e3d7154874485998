namespace Torghut.Common.Health;

/// <summary>One look at readiness.</summary>
/// <param name="Ready">All gates hold.</param>
/// <param name="ErrorClass">A stable word for the first cause; null when ready. Never raw upstream text.</param>
/// <param name="Gates">Each condition by name.</param>
public sealed record ReadinessReport(bool Ready, string? ErrorClass, IReadOnlyDictionary<string, bool> Gates)
{
    /// <summary>Builds a report that is ready when every gate holds.</summary>
    public static ReadinessReport Of(string? errorClass, params (string Name, bool Holds)[] gates) =>
        gates.All(gate => gate.Holds)
            ? new(true, null, gates.ToDictionary(gate => gate.Name, gate => gate.Holds))
            : new(false, errorClass ?? "unknown", gates.ToDictionary(gate => gate.Name, gate => gate.Holds));
}
