using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Http;

namespace Torghut.Common.Tests.Http;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TokenGuardTests
{
    private const string Right = "right-token";
    private const string Other = "other-token";

    private readonly FakeTimeProvider _time = new();
    private readonly TokenGuard _guard;

    public TokenGuardTests() => _guard = new TokenGuard(_time);

    [TestCase(null, 401)]
    [TestCase("Basic abc", 401)]
    [TestCase("Bearer wrong", 401)]
    [TestCase("Bearer ", 401)]
    [TestCase("Bearer " + Other, 403)]
    [TestCase("Bearer " + Right, null)]
    [TestCase("bearer " + Right, null)]
    public void Refuse_Header_SaysWhetherWhoOrWhat(string? header, int? status)
    {
        var request = Request(header);
        Assert.That(_guard.Refuse(request, Right, Other)?.Status, Is.EqualTo(status));
        Assert.That(request.HttpContext.Response.Headers.WWWAuthenticate.ToString(), Is.EqualTo(status == 401 ? "Bearer" : ""));
    }

    [Test]
    public void Refuse_NoTokenConfigured_IsClosed() => Assert.That(_guard.Refuse(Request("Bearer " + Right), "")?.Status, Is.EqualTo(403));

    [Test]
    public void Refuse_Guessed_NoTokenIsLookedAtForAMinuteWhereThatIsAllowed()
    {
        for (var i = 0; i < TokenGuard.Guesses; i++)
        {
            Assert.That(_guard.Refuse(Request($"Bearer guess-{i}"), Right)?.Status, Is.EqualTo(401));
        }

        Assert.That(_guard.Refuse(Request("Bearer " + Right), Right)?.Status, Is.EqualTo(429), "a guess that hits is not told");
        Assert.That(_guard.Refuse(Request("Bearer wrong"), Right, alwaysHeard: true)?.Status, Is.EqualTo(429));
        Assert.That(_guard.Refuse(Request("Bearer " + Right), Right, alwaysHeard: true), Is.Null, "who has to stop trading is heard");
        _time.Advance(TokenGuard.Window);
        Assert.That(_guard.Refuse(Request("Bearer " + Right), Right), Is.Null);
    }

    [Test]
    public void Refuse_OtherToken_IsNoGuess()
    {
        for (var i = 0; i < 2 * TokenGuard.Guesses; i++)
        {
            _guard.Refuse(Request("Bearer " + Other), Right, Other);
            _guard.Refuse(Request(null), Right, Other);
        }

        Assert.That(_guard.Refuse(Request("Bearer " + Right), Right, Other), Is.Null);
    }

    [TestCase("a", null)]
    [TestCase("b", null)]
    [TestCase("c", 403)]
    [TestCase("d", 401)]
    public void Refuse_SeveralTokens_EachOpensOrIsValidElsewhere(string token, int? status) =>
        Assert.That(_guard.Refuse(Request($"Bearer {token}"), ["a", "b"], ["c"])?.Status, Is.EqualTo(status));

    private static HttpRequest Request(string? authorization)
    {
        var context = new DefaultHttpContext();
        if (authorization is not null)
        {
            context.Request.Headers.Authorization = authorization;
        }

        return context.Request;
    }
}
