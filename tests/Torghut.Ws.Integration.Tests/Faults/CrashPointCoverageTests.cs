using Torghut.Ws.Drills;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>A crash point that no drill hits proves nothing.</summary>
[TestFixture]
internal sealed class CrashPointCoverageTests
{
    /// <summary>The drill asserts the exit code of a kill, so that a case for a point means hitting it.</summary>
    [Test]
    public void Points_OfTheForwarder_AreEachHitByADrill()
    {
        var drill = typeof(CrashPointTests).GetMethod(nameof(CrashPointTests.Forwarder_KilledAtAPoint_LosesNoTradeAndRepeatsNone))!;
        var hit = drill.GetCustomAttributes(typeof(TestCaseAttribute), inherit: false).Cast<TestCaseAttribute>().Select(drilled => drilled.Arguments[0]);
        Assert.That(hit, Is.EquivalentTo(FailpointNames.All));
    }
}
