namespace Torghut.Bench.Kafka;

/// <summary>One figure. <paramref name="Target"/> is a floor or, for times and memory, a ceiling.</summary>
internal sealed record BenchResult(string Name, double Value, string Unit, double Target, bool IsCeiling)
{
    public string? Peer { get; init; }

    public double? PeerValue { get; init; }

    public double? Ratio => PeerValue is > 0 ? Value / PeerValue : null;

    public bool Ok => IsCeiling ? Value <= Target : Value >= Target;
}
