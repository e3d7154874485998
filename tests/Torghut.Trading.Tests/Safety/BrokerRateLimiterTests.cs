using Microsoft.Extensions.Time.Testing;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Tests.Safety;

/// <summary>How long orders wait after the broker asked for a pause.</summary>
public sealed class BrokerRateLimiterTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 2, 6, 17, 0, 0, TimeSpan.Zero));

    private BrokerRateLimiter _limiter = null!;

    [SetUp]
    public void Create() => _limiter = new BrokerRateLimiter(_time);

    [Test]
    public void Limiter_New_IsOpen() => Assert.That(_limiter.IsOpen, Is.True);

    [TestCase(null)]
    [TestCase(-120)]
    [TestCase(0)]
    public void Close_ResetInThePastOrUnknown_WaitsASecondAndLongerEachTime(int? seconds)
    {
        foreach (var expected in new[] { 1, 2, 4, 8, 16, 32, 32 })
        {
            _limiter.Close(seconds is { } offset ? _time.GetUtcNow().AddSeconds(offset) : null);
            Assert.That(Wait(), Is.EqualTo(TimeSpan.FromSeconds(expected)));
        }

        _limiter.Open();
        _limiter.Close(null);
        Assert.That(Wait(), Is.EqualTo(TimeSpan.FromSeconds(1)), "an order that was taken ends the growth");
    }

    [TestCase(5, 5)]
    [TestCase(0.2, 1)]
    [TestCase(600, 120)]
    public void Close_ResetAhead_WaitsForIt(double reset, double expected)
    {
        _limiter.Close(_time.GetUtcNow().AddSeconds(reset));
        Assert.That(Wait(), Is.EqualTo(TimeSpan.FromSeconds(expected)));
    }

    [Test]
    public void Rest_Always_IsASecond()
    {
        for (var again = 0; again < 3; again++)
        {
            _limiter.Rest();
            Assert.That(Wait(), Is.EqualTo(TimeSpan.FromSeconds(1)));
        }
    }

    private TimeSpan Wait()
    {
        var waited = TimeSpan.Zero;
        for (; !_limiter.IsOpen; waited += TimeSpan.FromMilliseconds(200))
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
        }

        return waited;
    }
}
