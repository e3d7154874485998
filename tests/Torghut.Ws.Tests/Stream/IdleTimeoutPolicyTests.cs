using Torghut.Ws.Stream;

namespace Torghut.Ws.Tests.Stream;

public sealed class IdleTimeoutPolicyTests
{
    [Test]
    public void Limit_ConnectionsWithoutData_GrowsToItsCapAndData_ResetsIt()
    {
        var rule = new IdleTimeoutPolicy(new StreamOptions { Silence = TimeSpan.FromMinutes(1) });
        var limits = new List<double>();
        for (var connection = 0; connection < 8; connection++)
        {
            limits.Add(rule.Limit.TotalMinutes);
            rule.Ended(hadData: false);
        }

        rule.Ended(hadData: true);
        Assert.That(limits, Is.EqualTo(new double[] { 1, 2, 4, 8, 16, 30, 30, 30 }));
        Assert.That(rule.Limit, Is.EqualTo(TimeSpan.FromMinutes(1)));
    }
}
