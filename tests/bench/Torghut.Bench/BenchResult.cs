namespace Torghut.Bench;

/// <summary>One figure, with what it is compared to and what it should be.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Value">The median of the samples.</param>
/// <param name="Unit">Unit of <paramref name="Value"/> and <see cref="PeerValue"/>.</param>
public sealed record BenchResult(string Name, double Value, string Unit)
{
    /// <summary>Largest minus smallest sample, as a share of the median; null where there is only one sample.</summary>
    public double? Spread { get; init; }

    /// <summary>The best sample, in the same unit; on a busy machine nearer to the truth than the median. Null where there is only one sample.</summary>
    public double? Best { get; init; }

    /// <summary>What did the same work.</summary>
    public string? Peer { get; init; }

    /// <summary>The peer's median.</summary>
    public double? PeerValue { get; init; }

    /// <summary><see cref="Value"/> ÷ <see cref="PeerValue"/>.</summary>
    public double? Ratio => PeerValue is > 0 ? Value / PeerValue : null;

    /// <summary>The bound; null for a figure that is only reported.</summary>
    public double? Target { get; init; }

    public BenchBound Bound { get; init; }

    /// <summary>Whether the target bounds <see cref="Ratio"/> rather than <see cref="Value"/>.</summary>
    public bool TargetIsRatio { get; init; }

    /// <summary>Whether the target is met; a figure without one is always right.</summary>
    public bool Ok => Target is not { } target || (TargetIsRatio ? Ratio : Value) is { } actual
        && (Bound == BenchBound.AtMost ? actual <= target : actual >= target);

    /// <summary>What one has to know to read the figure.</summary>
    public string? Note { get; init; }

    /// <summary>The same with a bound on the value.</summary>
    public BenchResult AtMost(double target) => this with { Target = target, Bound = BenchBound.AtMost };

    /// <inheritdoc cref="AtMost"/>
    public BenchResult AtLeast(double target) => this with { Target = target, Bound = BenchBound.AtLeast };

    /// <summary>The same with a peer.</summary>
    public BenchResult Against(string peer, double value) => this with { Peer = peer, PeerValue = value };

    /// <summary>The same with a bound on the ratio to the peer.</summary>
    public BenchResult RatioAtMost(double target) => AtMost(target) with { TargetIsRatio = true };

    /// <inheritdoc cref="RatioAtMost"/>
    public BenchResult RatioAtLeast(double target) => AtLeast(target) with { TargetIsRatio = true };
}
