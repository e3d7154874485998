using Torghut.Trading.Execution;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Tests.Submission;

namespace Torghut.Trading.Tests.Reconciliation;

/// <summary>From which loss on only exits leave, and what is no loss.</summary>
public sealed class DailyLossStopTests
{
    private static readonly MarketClock Noon = new(SubmissionRig.Noon, true, SubmissionRig.Noon.AddDays(1), SubmissionRig.Noon.AddHours(3));

    private decimal _moved;
    private decimal _movedLater;
    private SubmissionRig _rig = null!;

    [SetUp]
    public void Create()
    {
        (_moved, _movedLater) = (0, 0);
        _rig = new SubmissionRig();
    }

    [TearDown]
    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [TestCase(9_500.01, 9_500.01, false)]
    [TestCase(9_500, 9_500, true, Description = "nothing is held")]
    [TestCase(9_500, 2_000, true, Description = "most of it is in positions")]
    [TestCase(9_500, 15_000, true, Description = "short")]
    [TestCase(8_000, 0, true)]
    public async Task Check_EquityAgainstTheLastClose_TripsAtTheLimitWhateverIsHeld(decimal equity, decimal cash, bool trips)
    {
        await CheckAsync(Account(equity, cash));
        Assert.That(Engaged, Is.EqualTo(trips));
        Assert.That(_rig.Get<SafetyLatches>().State, Is.EqualTo(trips ? TradingState.Reducing : TradingState.Active));
    }

    [TestCase(-600, 9_400, false, Description = "all of it was withdrawn")]
    [TestCase(-100, 9_400, true)]
    [TestCase(600, 10_000, true, Description = "a deposit hides a loss")]
    public async Task Check_MoneyMoved_IsNeitherGainNorLoss(decimal moved, decimal equity, bool trips)
    {
        (_moved, _movedLater) = (moved, moved);
        await CheckAsync(Account(equity, 0));
        Assert.That(Engaged, Is.EqualTo(trips));
    }

    [Test]
    public async Task Check_WithdrawalBetweenTwoReadings_IsReadBeforeAnythingStops()
    {
        _movedLater = -600;
        var account = await CheckAsync(Account(9_400, 0));
        Assert.That((Engaged, account.MovedIn), Is.EqualTo((false, -600m)));
    }

    [Test]
    public async Task Check_LastCloseNotKnown_StopsNothing()
    {
        await CheckAsync(Account(1, 0) with { LastEquity = null });
        Assert.That(Engaged, Is.False);
    }

    /// <summary>The broker shows no equity of a day on which the account did not exist yet: what was paid in is what a loss is measured by.</summary>
    [TestCase(0, 0, false, Description = "opened, and nothing paid in")]
    [TestCase(10_000, 10_000, false, Description = "funded, and nothing lost")]
    [TestCase(10_000, 9_501, false)]
    [TestCase(10_000, 9_500, true)]
    public async Task Check_FirstDayOfAnAccount_TripsByTheShareOfWhatWasPaidIn(decimal moved, decimal equity, bool trips)
    {
        (_moved, _movedLater) = (moved, moved);
        await CheckAsync(Account(equity, equity) with { LastEquity = 0 }, new RiskOptions());
        Assert.That(Engaged, Is.EqualTo(trips));
    }

    /// <summary>Owing money at the last close is no reason to go on.</summary>
    [TestCase(-50, 0, -50, true)]
    [TestCase(-50, 20, -31, true)]
    [TestCase(0, -50, -50, true)]
    [TestCase(-50, 0, -40, false, Description = "a winning day")]
    [TestCase(-50, 1_050, 960, false)]
    [TestCase(-50, 1_050, 950, true)]
    public async Task Check_LastCloseBelowZero_StopsAtOnceWhileNothingIsPaidIn(decimal last, decimal moved, decimal equity, bool trips)
    {
        (_moved, _movedLater) = (moved, moved);
        await CheckAsync(Account(equity, equity) with { LastEquity = last }, new RiskOptions());
        Assert.That(Engaged, Is.EqualTo(trips));
    }

    private bool Engaged => _rig.Get<SafetyLatches>().DailyLoss;

    private Task<BrokerAccount> CheckAsync(BrokerAccount account, RiskOptions? limits = null) =>
        new DailyLossStop(
            new Moves(_moved, _movedLater), _rig.Get<SafetyLatches>(), limits ?? new RiskOptions { DailyLossLimit = 500, DailyLossLimitPct = null })
            .CheckAsync(Noon, account, null, CancellationToken.None);

    private static BrokerAccount Account(decimal equity, decimal cash) => new(equity, 10_000, cash, 0, false, true);

    /// <summary>What was moved, as the first reading and then the second has it.</summary>
    private sealed class Moves(decimal first, decimal second) : IMovedMoneyReader
    {
        public Task<BrokerAccount> AddToAsync(
            MarketClock clock, BrokerAccount account, AccountBaseline? beside, bool again, CancellationToken cancellationToken) =>
            Task.FromResult(account with { MovedIn = again ? second : first });
    }
}
