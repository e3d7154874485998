using System.Net;
using System.Net.Http.Headers;
using Torghut.Common.Resilience;
using Torghut.Testing;

namespace Torghut.Common.Tests.Resilience;

public sealed class HttpStatusExceptionTests
{
    private readonly ElapsingTime _time = new();

    [TestCase(400, false)]
    [TestCase(401, false)]
    [TestCase(403, false)]
    [TestCase(404, false)]
    [TestCase(302, false)]
    [TestCase(408, true)]
    [TestCase(425, true)]
    [TestCase(429, true)]
    [TestCase(500, true)]
    [TestCase(503, true)]
    public void ThrowIfUnsuccessful_Status_SaysWhetherARetryCanHelp(int status, bool transient)
    {
        var failure = Failure(status, null);
        Assert.That(HttpFailures.IsTransient(failure), Is.EqualTo(transient));
        Assert.That(HttpFailures.RetryAfter(failure), Is.Null);
    }

    [TestCase(429)]
    [TestCase(503)]
    public void ThrowIfUnsuccessful_RetryAfter_IsReadInBothForms(int status)
    {
        Assert.That(HttpFailures.RetryAfter(Failure(status, new(TimeSpan.FromSeconds(9)))), Is.EqualTo(TimeSpan.FromSeconds(9)));
        Assert.That(HttpFailures.RetryAfter(Failure(status, new(_time.GetUtcNow() + TimeSpan.FromSeconds(8)))), Is.EqualTo(TimeSpan.FromSeconds(8)));
        Assert.That(HttpFailures.RetryAfter(Failure(status, new(_time.GetUtcNow() - TimeSpan.FromSeconds(8)))), Is.Null, "the time is over");
    }

    [Test]
    public void ThrowIfUnsuccessful_Success_DoesNotThrow()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.NoContent);
        Assert.That(() => HttpStatusException.ThrowIfUnsuccessful(response, _time), Throws.Nothing);
    }

    [Test]
    public void IsTransient_AnswerTooLarge_ComesAgain() =>
        Assert.That(HttpFailures.IsTransient(new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded)), Is.False);

    private HttpStatusException Failure(int status, RetryConditionHeaderValue? header)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Headers.RetryAfter = header;
        return Assert.Throws<HttpStatusException>(() => HttpStatusException.ThrowIfUnsuccessful(response, _time))!;
    }
}
