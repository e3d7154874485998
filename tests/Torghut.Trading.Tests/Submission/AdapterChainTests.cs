using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Tests.Submission;

/// <summary>When an order goes to the second adapter, and what must be so before it does.</summary>
public sealed class AdapterChainTests
{
    private static readonly SubmitOutcome RunnerDown = new SubmitOutcome.NotAccepted("runner_unreachable", null, MayGoElsewhere: true);

    private SubmissionRig _rig = null!;
    private DecisionRow _row = null!;

    [SetUp]
    public void Create()
    {
        _rig = new SubmissionRig();
        _row = _rig.Approved();
    }

    [TearDown]
    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Test]
    public async Task WayAtFault_GoesOnUnderTheSameIdAfterTheStepIsCommitted()
    {
        _rig.First.Answer(RunnerDown);
        _rig.Decisions.FallingBack = () => Assert.That(_rig.Second.Sent, Is.Empty);
        await _rig.SubmitAsync(_row);
        Assert.That(_rig.Decisions.Fallbacks, Is.EqualTo(new[] { new FallbackStep("first", "second", "runner_unreachable") }));
        Assert.That((_rig.First.Sent.Single(), _rig.Second.Sent.Single()), Is.EqualTo((_row.DecisionHash, _row.DecisionHash)));
    }

    [TestCase("rate_limited", Description = "the limit is the account's, whoever sends")]
    [TestCase("broker_unreachable")]
    [TestCase("refused")]
    [TestCase("unknown")]
    [TestCase("duplicate")]
    public async Task AnythingElse_StaysWithTheFirst(string answer)
    {
        _rig.First.Answer(answer switch
        {
            "refused" => new SubmitOutcome.Refused("forbidden", "no"),
            "unknown" => new SubmitOutcome.Unknown("timeout"),
            "duplicate" => new SubmitOutcome.Duplicate("known id"),
            _ => new SubmitOutcome.NotAccepted(answer, null),
        });
        await _rig.SubmitAsync(_row);
        Assert.That((_rig.Second.Sent.Count, _rig.Decisions.Fallbacks.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task StepNotCommitted_NothingGoesOn()
    {
        _rig.First.Answer(RunnerDown);
        _rig.Decisions.FallingBack = () => _rig.Decisions.Allows = false;
        await _rig.SubmitAsync(_row);
        Assert.That((_rig.Second.Sent.Count, _rig.Decisions.StateOf(_row)), Is.EqualTo((0, OrderState.Approved)));
    }

    [Test]
    public async Task StopEngagedMeanwhile_NothingGoesOn()
    {
        _rig.First.Answer(RunnerDown);
        _rig.Decisions.FallingBack = () => _rig.Get<SafetyLatches>().Engage(Latch.EmergencyStop, "drill", "tester");
        await _rig.SubmitAsync(_row);
        Assert.That((_rig.Second.Sent.Count, _rig.Decisions.StateOf(_row)), Is.EqualTo((0, OrderState.Withheld)));
    }

    [Test]
    public async Task LeaseLostMeanwhile_NothingGoesOn()
    {
        _rig.First.Answer(RunnerDown);
        _rig.Decisions.FallingBack = () => _rig.Current = _rig.Current! with { Token = 2 };
        await _rig.SubmitAsync(_row);
        Assert.That((_rig.Second.Sent.Count, _rig.Decisions.StateOf(_row)), Is.EqualTo((0, OrderState.Approved)));
    }

    /// <summary>The first adapter's answer may take as long as it likes: the step asks the database anew.</summary>
    [Test]
    public async Task FirstAnswersLate_TheSecondIsNotKeptByIt()
    {
        _rig.First.Answer(RunnerDown);
        _rig.First.Answering = () => _rig.Time.Advance(TimeSpan.FromSeconds(10));
        await _rig.SubmitAsync(_row);
        Assert.That(_rig.Second.Sent, Has.Count.EqualTo(1));
    }

    /// <summary>But what the step itself took counts.</summary>
    [Test]
    public async Task StepTookLong_TheOrderIsDecidedAnew()
    {
        _rig.First.Answer(RunnerDown);
        _rig.Decisions.FallingBack = () => _rig.Time.Advance(TimeSpan.FromMilliseconds(300));
        await _rig.SubmitAsync(_row);
        Assert.That((_rig.Second.Sent.Count, _rig.Decisions.StateOf(_row)), Is.EqualTo((0, OrderState.Approved)));
    }
}
