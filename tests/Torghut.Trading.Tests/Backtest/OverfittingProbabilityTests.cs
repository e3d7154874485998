using Torghut.Trading.Backtest;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Noise is overfitted half of the time; a trial that is really better is found.</summary>
public sealed class OverfittingProbabilityTests
{
    [Test]
    public void Of_Noise_IsAroundOneHalf() => Assert.That(Enumerable.Range(1, 5).Average(seed => OverfittingProbability.Of(Noise(seed, 0), 12)),
        Is.InRange(0.4, 0.6));

    [Test]
    public void Of_OneColumnBetterByOneDeviation_IsNearZero() => Assert.That(OverfittingProbability.Of(Noise(7, 1)), Is.LessThanOrEqualTo(0.02));

    private static List<double[]> Noise(int seed, double shift)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return [.. Enumerable.Range(0, 500).Select(_ => Enumerable.Range(0, 24).Select(column => Normal() + (column == 11 ? shift : 0)).ToArray())];
    }
}
