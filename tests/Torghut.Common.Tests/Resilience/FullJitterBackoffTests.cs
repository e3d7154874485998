using Torghut.Common.Resilience;

namespace Torghut.Common.Tests.Resilience;

public sealed class FullJitterBackoffTests
{
    private readonly FullJitterBackoff _backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), new Random(1));

    [TestCase(1, 500)]
    [TestCase(2, 1000)]
    [TestCase(5, 8000)]
    [TestCase(7, 30_000)]
    [TestCase(1_000_000, 30_000)]
    public void Ceiling_Attempt_DoublesUpToTheCap(int attempt, int milliseconds) =>
        Assert.That(_backoff.Ceiling(attempt), Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));

    [Test]
    public void Next_ManyDraws_FillTheWholeRange()
    {
        var draws = Enumerable.Range(0, 10_000).Select(_ => _backoff.Next(3).TotalMilliseconds).ToList();

        Assert.That(draws, Has.All.InRange(0, 2000));
        Assert.That(draws.Min(), Is.LessThan(50));
        Assert.That(draws.Max(), Is.GreaterThan(1950));
        Assert.That(draws.Average(), Is.EqualTo(1000).Within(50));
    }
}
