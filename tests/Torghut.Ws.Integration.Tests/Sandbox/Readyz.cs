namespace Torghut.Ws.Integration.Tests.Sandbox;

/// <summary>One answer of <c>/readyz</c>.</summary>
internal sealed record Readyz(int Status, string? Word, string? ErrorClass, IReadOnlyDictionary<string, bool> Gates)
{
    public override string ToString() => $"{Status} {Word} {ErrorClass} {string.Join(' ', Gates.Select(gate => $"{gate.Key}={gate.Value}"))}";
}
