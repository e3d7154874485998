using Torghut.Trading.Drills;

namespace Torghut.Trading.Integration.Tests;

/// <summary>No crash point without a drill that dies or fails there.</summary>
public sealed class FailpointCoverageTests
{
    [Test]
    public void Points_All_AreKilledAtBySomeDrill()
    {
        var drilled = CrashMatrixTests.OrderPath.Select(data => (string)data.Arguments[0]!)
            .Concat(CrashMatrixTests.Recoveries().Select(data => (string)data.Arguments[1]!))
            .Concat(TradeUpdateTests.KillPoints)
            .Concat(EmergencyStopTests.KillPoints)
            .Concat(LoopFaultTests.Points)
            .Concat(AdvisoryKillTests.KillPoints);
        Assert.That(FailpointNames.All.Except(drilled), Is.Empty);
    }
}
