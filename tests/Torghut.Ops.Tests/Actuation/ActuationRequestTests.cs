using System.Text.Json;
using Torghut.Ops.Actuation;

namespace Torghut.Ops.Tests.Actuation;

/// <summary>Bodies of <c>POST /api/torghut/actuate</c>.</summary>
public sealed class ActuationRequestTests
{
    [Test]
    public void Parse_EveryWord_IsTheArgumentOfTheCommandLine()
    {
        var (request, problem) = Parse(
            """{"change":"resume-ta","change_id":"c-1","priority_id":"INC-7","force_restart":true,"actor":"on call","reason":"stuck","confirm":"ACTUATE_TORGHUT"}""");

        Assert.That(problem, Is.Null);
        Assert.That(request, Is.EqualTo(new ActuationRequest(
            new ActuateArguments
            {
                Change = "resume-ta",
                ChangeId = "c-1",
                PriorityId = "INC-7",
                ForceRestart = true,
                Reason = "stuck",
                Confirmation = "ACTUATE_TORGHUT",
            },
            "on call")));
    }

    [Test]
    public void Parse_WithoutConfirm_IsAPlan() =>
        Assert.That(Parse("""{"rollback":"c-1","actor":"me"}""").Request?.Arguments, Is.EqualTo(new ActuateArguments { Rollback = "c-1" }));

    [TestCase("""[]""", "object")]
    [TestCase("""{}""", "actor")]
    [TestCase("""{"change":"pause-trading"}""", "actor")]
    [TestCase("""{"change":"pause-trading","actor":"  "}""", "actor")]
    [TestCase("""{"change":"pause-trading","actor":"me <me@example.org>"}""", "actor")]
    [TestCase("""{"change":"pause-trading","actor":"a\nb"}""", "printable")]
    [TestCase("""{"change":"pause-trading","actor":"me","reason":"a\u0000b"}""", "printable")]
    [TestCase("""{"change":"pause-trading","rollback":"c-1","actor":"me"}""", "one of")]
    [TestCase("""{"actor":"me"}""", "one of")]
    [TestCase("""{"rollback":"../c","actor":"me"}""", "one of")]
    [TestCase("""{"change":"suspend-ta","actor":"me","emergency":true}""", "emergency")]
    [TestCase("""{"change":"suspend-ta","actor":"me","emergency":"true"}""", "emergency")]
    [TestCase("""{"change":"suspend-ta","actor":"me","pause_minutes":"5"}""", "pause_minutes")]
    [TestCase("""{"change":"suspend-ta","actor":"me","force_restart":"yes"}""", "force_restart")]
    [TestCase("""{"change":7,"actor":"me"}""", "change")]
    public void Parse_WrongBody_SaysWhat(string body, string named)
    {
        var (request, problem) = Parse(body);

        Assert.That(request, Is.Null);
        Assert.That(problem, Does.Contain(named));
    }

    private static (ActuationRequest? Request, string? Problem) Parse(string body)
    {
        using var json = JsonDocument.Parse(body);
        return ActuationRequest.Parse(json.RootElement);
    }
}
