using System.Text.Json.Nodes;
using Torghut.Ops.Actuation;

namespace Torghut.Ops.Tests.Actuation;

public sealed class EmergencyIntentTests
{
    private static readonly DateTimeOffset At = new(2026, 2, 12, 3, 4, 5, TimeSpan.Zero);

    [TestCase("someone")]
    [TestCase("some one until 2020-01-01T00:00:00Z")]
    [TestCase("")]
    public void Parse_ItsOwnLine_GivesItBack(string by)
    {
        var intent = new EmergencyIntent("suspend-ta", "torghut-ta", At, by, At.AddMinutes(30));
        Assert.That(EmergencyIntent.Parse(intent.ToString()), Is.EqualTo(intent));
    }

    [Test]
    public void Parse_LineOfTheVersionBefore_IsRead() => Assert.That(
        EmergencyIntent.Parse("suspend-ta of torghut-ta at 2026-02-12T03:04:05Z, self-heal paused by x until 2026-02-12T03:34:05Z"),
        Is.EqualTo(new EmergencyIntent("suspend-ta", "torghut-ta", At, "x", At.AddMinutes(30))));

    [Test]
    public void ToString_SaysThatTheRepositoryIsToBeChangedToo() =>
        Assert.That(new EmergencyIntent("suspend-ta", "torghut-ta", At, "x", At).ToString(), Does.EndWith("; GitOps must be reconciled"));

    [TestCase("")]
    [TestCase("restore self-heal of torghut-ta")]
    [TestCase("suspend-ta of torghut-ta at noon, self-heal paused by x until midnight")]
    public void Parse_AnotherLine_IsNone(string line) => Assert.That(EmergencyIntent.Parse(line), Is.Null);

    [TestCase("{}", false, false, null)]
    [TestCase("""{"spec":{"syncPolicy":null}}""", false, false, null)]
    [TestCase("""{"spec":{"syncPolicy":{"automated":{"selfHeal":"yes"}}},"metadata":{"annotations":{"torghut/self-heal-paused-by":7}}}""", false, true, null)]
    [TestCase("""{"spec":{"syncPolicy":{"automated":{"selfHeal":true}}},"metadata":{"annotations":{"torghut/self-heal-paused-by":"x"}}}""", true, true, "x")]
    public void State_AnyObject_IsRead(string json, bool isOn, bool isAutomated, string? pausedBy)
    {
        var state = SelfHealState.Of((JsonObject)JsonNode.Parse(json)!);
        Assert.That((state.IsOn, state.IsAutomated, state.PausedBy), Is.EqualTo((isOn, isAutomated, pausedBy)));
    }
}
