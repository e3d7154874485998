using Npgsql;
using Torghut.Trading.Execution;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Tests.Submission;

/// <summary>What each way a request can end does to the decision and to the orders after it.</summary>
public sealed class OrderSubmitterTests
{
    private static readonly SubmitOutcome Unreachable = new SubmitOutcome.NotAccepted("broker_unreachable", null);

    private SubmissionRig _rig = null!;

    [SetUp]
    public void Create() => _rig = new SubmissionRig();

    [TearDown]
    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Test]
    public async Task RateLimited_UntilTheReset_NoOrderLeaves()
    {
        _rig.First.Answer(RateLimited(SubmissionRig.Noon.AddSeconds(5)));
        var limited = _rig.Approved();
        await _rig.SubmitAsync(limited);
        Assert.That(_rig.Decisions.StateOf(limited), Is.EqualTo(OrderState.Approved), "it may be sent again");

        Assert.That(await _rig.SubmitAsync(_rig.Approved()), Is.EqualTo(SubmitResult.Kept));
        _rig.Time.Advance(TimeSpan.FromSeconds(4.9));
        await _rig.SubmitAsync(limited);
        Assert.That(_rig.First.Sent, Has.Count.EqualTo(1));

        _rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(await _rig.SubmitAsync(limited), Is.EqualTo(SubmitResult.Left));
        Assert.That(_rig.Decisions.StateOf(limited), Is.EqualTo(OrderState.Submitting), "the report moves it on");
        Assert.That(_rig.Reports.Reports.Single().Report.Order.ClientOrderId, Is.EqualTo(limited.DecisionHash));
    }

    [Test]
    public async Task Unreachable_ForASecond_NoOrderLeaves()
    {
        _rig.First.Answer(Unreachable);
        await _rig.SubmitAsync(_rig.Approved());
        Assert.That(await _rig.SubmitAsync(_rig.Approved()), Is.EqualTo(SubmitResult.Kept));
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await _rig.SubmitAsync(_rig.Approved()), Is.EqualTo(SubmitResult.Left));
    }

    /// <summary>Without a reset the pauses grow each time; an order that was taken, or refused for good, makes the next one short again.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public async Task RateLimited_AfterTheBrokerTookARequest_PausesAreShortAgain(bool refused)
    {
        foreach (var pause in new[] { 1, 2, 4 })
        {
            _rig.First.Answer(RateLimited(null));
            await _rig.SubmitAsync(_rig.Approved());
            _rig.Time.Advance(TimeSpan.FromSeconds(pause));
        }

        if (refused)
        {
            _rig.First.Answer(new SubmitOutcome.Refused("invalid_order", "no"));
        }

        await _rig.SubmitAsync(_rig.Approved());
        _rig.First.Answer(RateLimited(null));
        await _rig.SubmitAsync(_rig.Approved());
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await _rig.SubmitAsync(_rig.Approved()), Is.EqualTo(SubmitResult.Left));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task OutcomeUnknown_EntriesWaitAndAStopGoesOnLooking(bool duplicate)
    {
        _rig.First.Answer(duplicate ? new SubmitOutcome.Duplicate("known id") : new SubmitOutcome.Unknown("timeout"));
        var lost = _rig.Approved();
        await _rig.SubmitAsync(lost);
        Assert.That(_rig.Decisions.StateOf(lost), Is.EqualTo(OrderState.Unknown));
        Assert.That((_rig.Blocks.UnresolvedOrders, _rig.Get<InFlightOrders>().MayStillArrive), Is.EqualTo((1, true)));

        await _rig.SubmitAsync(_rig.Approved(opens: true));
        Assert.That(_rig.First.Sent, Has.Count.EqualTo(1), "no entry leaves");
        await _rig.SubmitAsync(_rig.Approved(opens: false) with { Action = "sell" });
        Assert.That(_rig.First.Sent, Has.Count.EqualTo(2), "an exit does, unless it may have left already");
    }

    [Test]
    public async Task Accepted_NothingIsLeftInFlight()
    {
        await _rig.SubmitAsync(_rig.Approved());
        Assert.That((_rig.Blocks.UnresolvedOrders, _rig.Get<InFlightOrders>().MayStillArrive), Is.EqualTo((0, false)));
    }

    [Test]
    public async Task ClaimInterrupted_ItMayBeCommitted_EntriesWait()
    {
        _rig.Decisions.Claiming = () => throw new NpgsqlException("cut");
        Assert.That(async () => await _rig.SubmitAsync(_rig.Approved()), Throws.InstanceOf<NpgsqlException>());
        Assert.That((_rig.Blocks.UnresolvedOrders, _rig.First.Sent.Count), Is.EqualTo((1, 0)));
        _rig.Decisions.Claiming = () => { };
        Assert.That(await _rig.SubmitAsync(_rig.Approved()), Is.EqualTo(SubmitResult.Kept));
    }

    [TestCase(100, 0)]
    [TestCase(200, 1)]
    public async Task Claim_OnlyAfterALongOne_TheDatabaseIsAskedAgain(int milliseconds, int questions)
    {
        _rig.Decisions.Claiming = () => _rig.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        Assert.That(await _rig.SubmitAsync(_rig.Approved()), Is.EqualTo(SubmitResult.Left));
        Assert.That(_rig.Decisions.Confirmations, Is.EqualTo(questions));
    }

    [Test]
    public async Task Claim_NotConfirmed_NothingLeavesAndEntriesWait()
    {
        _rig.Decisions.Claiming = () => _rig.Time.Advance(TimeSpan.FromMilliseconds(200));
        _rig.Decisions.Confirming = () => _rig.Decisions.Allows = false;
        Assert.That(await _rig.SubmitAsync(_rig.Approved()), Is.EqualTo(SubmitResult.Kept));
        Assert.That((_rig.First.Sent.Count, _rig.Blocks.UnresolvedOrders), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Claim_ThatOutlivedTheOrder_Expires()
    {
        _rig.Decisions.Claiming = () => _rig.Time.Advance(SubmissionRig.OrderMaxAge + TimeSpan.FromSeconds(1));
        var row = _rig.Approved();
        await _rig.SubmitAsync(row);
        Assert.That((_rig.Decisions.StateOf(row), _rig.First.Sent.Count), Is.EqualTo((OrderState.Expired, 0)));
    }

    [Test]
    public async Task Claim_WhileAStopIsEngaged_IsWithheld()
    {
        _rig.Decisions.Claiming = () => _rig.Get<SafetyLatches>().Engage(Latch.EmergencyStop, "drill", "tester");
        var row = _rig.Approved(opens: false);
        await _rig.SubmitAsync(row);
        Assert.That((_rig.Decisions.StateOf(row), _rig.First.Sent.Count), Is.EqualTo((OrderState.Withheld, 0)));
    }

    private static SubmitOutcome.NotAccepted RateLimited(DateTimeOffset? until) => new("rate_limited", until);
}
