using Torghut.Alpaca;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Execution;

/// <summary>What a failed submission means. Only what is known not to have been accepted may be sent again.</summary>
public sealed class AlpacaRefusalTests
{
    private static readonly DateTimeOffset Reset = new(2026, 2, 6, 17, 0, 5, TimeSpan.Zero);

    [Test]
    public void Classify_TooManyRequests_CarriesWhenTheyMayComeAgain()
    {
        Assert.That(
            AlpacaBroker.Classify(new AlpacaApiException("too many") { Status = 429, IsTransient = true, RateLimitReset = Reset }),
            Is.EqualTo(new SubmitOutcome.NotAccepted("rate_limited", Reset)));
        Assert.That(
            AlpacaBroker.Classify(new AlpacaApiException("too many") { Status = 429, IsTransient = true }),
            Is.EqualTo(new SubmitOutcome.NotAccepted("rate_limited", null)));
    }

    [TestCase(null, false, true, "not_accepted", Description = "never connected")]
    [TestCase(null, true, true, "unknown")]
    [TestCase(500, true, true, "unknown")]
    [TestCase(504, true, true, "unknown")]
    [TestCase(403, false, false, "refused")]
    [TestCase(422, false, false, "refused")]
    public void Classify_Failure_MeansNoMoreThanItSays(int? status, bool outcomeUnknown, bool transient, string meaning) => Assert.That(
        AlpacaBroker.Classify(new AlpacaApiException("no") { Status = status, OutcomeUnknown = outcomeUnknown, IsTransient = transient }).Status,
        Is.EqualTo(meaning));
}
