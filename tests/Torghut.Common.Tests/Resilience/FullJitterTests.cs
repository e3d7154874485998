using Polly;
using Polly.Retry;
using Torghut.Common.Resilience;

namespace Torghut.Common.Tests.Resilience;

public sealed class FullJitterTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    [TestCase(0, 100)]
    [TestCase(1, 200)]
    [TestCase(4, 1_600)]
    [TestCase(5, 2_000)]
    [TestCase(int.MaxValue, 2_000)]
    public void Bound_Attempt_DoublesUpToTheLongest(int attempt, int milliseconds) =>
        Assert.That(FullJitter.Bound(attempt, First, Longest), Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));

    [Test]
    public async Task Delays_AtTheLongest_AreStillSpread()
    {
        var delays = new List<TimeSpan>();
        var generator = FullJitter.Delays(First, Longest);
        var context = ResilienceContextPool.Shared.Get();
        for (var i = 0; i < 200; i++)
        {
            delays.Add((await generator(new RetryDelayGeneratorArguments<object>(context, Outcome.FromResult<object>(1), 20)))!.Value);
        }

        ResilienceContextPool.Shared.Return(context);
        Assert.Multiple(() =>
        {
            Assert.That(delays, Has.All.InRange(TimeSpan.Zero, Longest));
            Assert.That(delays.Min(), Is.LessThan(Longest / 4));
            Assert.That(delays.Max(), Is.GreaterThan(Longest * 0.75));
        });
    }
}
