using Torghut.Trading.Decisions;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Tests.Submission;

namespace Torghut.Trading.Tests.Reconciliation;

/// <summary>What a pass of reconciliation leaves in the way of orders.</summary>
public sealed class EntryBlockCounterTests
{
    private SubmissionRig _rig = null!;

    [SetUp]
    public void Create() => _rig = new SubmissionRig();

    [TearDown]
    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Test]
    public async Task Count_AtTheStartWithOneUnresolved_OpensNothing()
    {
        _rig.Blocks.Reconciled = false;
        _rig.Orders.Unresolved.Add(new UnresolvedOrder(new DecisionRow(), TimeSpan.Zero));
        await CountAsync();
        Assert.That((_rig.Blocks.Reconciled, _rig.Blocks.UnresolvedOrders), Is.EqualTo((false, 1)));
    }

    [Test]
    public async Task Count_Later_TakesTheDatabasesCounts()
    {
        _rig.Orders.External = 2;
        _rig.Blocks.OutcomeLost("AAPL", "buy");
        await CountAsync();
        Assert.That((_rig.Blocks.UnresolvedOrders, _rig.Blocks.ExternalOrders), Is.EqualTo((0, 2)));
    }

    /// <summary>An order that turns up while the database counts may not be in its count.</summary>
    [Test]
    public async Task CountExternal_OneSeenMeanwhile_CountsAgain()
    {
        var counts = new Queue<int>([0, 1]);
        await _rig.Blocks.CountExternalAsync(() =>
        {
            if (counts.Count == 2)
            {
                _rig.Blocks.ExternalOrderSeen();
            }

            return Task.FromResult(counts.Dequeue());
        });
        Assert.That(_rig.Blocks.ExternalOrders, Is.EqualTo(1));
    }

    [Test]
    public void Interval_UntilTheFirstPass_IsShort()
    {
        var schedule = _rig.Get<ReconciliationSchedule>();
        Assert.That((schedule.Interval, schedule.Pause(hasLease: false)), Is.EqualTo((TimeSpan.FromSeconds(15), TimeSpan.FromMilliseconds(250))));
        _rig.Blocks.Reconciled = false;
        Assert.That(schedule.Interval, Is.EqualTo(TimeSpan.FromMilliseconds(250)));
    }

    private Task CountAsync() => _rig.Get<EntryBlockCounter>().CountAsync(0, 0, CancellationToken.None);
}
