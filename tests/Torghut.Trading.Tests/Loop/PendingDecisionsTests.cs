using Torghut.Trading.Execution;
using Torghut.Trading.Loop;
using Torghut.Trading.Orders;
using Torghut.Trading.Tests.Submission;

namespace Torghut.Trading.Tests.Loop;

/// <summary>What a crash left on the way is sent while its signal is young, not while its row is.</summary>
public sealed class PendingDecisionsTests
{
    [TestCase(30, "approved")]
    [TestCase(31, "expired")]
    public async Task Resume_SignalOfSoManySecondsAgo_ExpiresByItsOwnAge(int age, string expected)
    {
        await using var rig = new SubmissionRig();
        var row = rig.Approved() with { SignalEventTs = SubmissionRig.Noon.AddSeconds(-age), MarketTs = SubmissionRig.Noon };
        rig.Orders.InStates.Add(row);
        var read = new MarketClock(SubmissionRig.Noon, true, SubmissionRig.Noon.AddDays(1), SubmissionRig.Noon.AddHours(3));
        await rig.Get<PendingDecisions>().ResumeAsync(
            new TickStart(new SessionClock(read, rig.Time.GetTimestamp(), rig.Time), [], []), CancellationToken.None);
        Assert.That(rig.Decisions.StateOf(row).Name(), Is.EqualTo(expected));
    }
}
