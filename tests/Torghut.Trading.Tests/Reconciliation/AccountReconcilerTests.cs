using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Tests.Submission;

namespace Torghut.Trading.Tests.Reconciliation;

/// <summary>When what fills do not explain lets only exits leave: seen twice alike, while positions stood still, and not before.</summary>
public sealed class AccountReconcilerTests
{
    private Baselines _store = null!;
    private SubmissionRig _rig = null!;
    private AccountReconciler _reconciler = null!;

    [SetUp]
    public void Create()
    {
        (_rig, _store) = (new SubmissionRig(), new Baselines());
        _reconciler = new AccountReconciler(
            _store, Latches, new SwitchOptions(), new RiskOptions(), _rig.Get<TradingMetrics>(), _rig.Get<TradingGauges>(),
            NullLogger<AccountReconciler>.Instance);
    }

    [TearDown]
    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private SafetyLatches Latches => _rig.Get<SafetyLatches>();

    private bool Engaged => Latches.IsEngaged(Latch.ReconciliationBreak);

    [Test]
    public async Task Difference_SeenTwiceAlike_Engages()
    {
        await CheckAsync(10);
        await CheckAsync(9);
        Assert.That((Engaged, _store.Recorded.Count), Is.EqualTo((false, 0)), "once may be a fill that was not read yet");
        await CheckAsync(9);
        Assert.That(Engaged, Is.True);
        Assert.That(_store.Recorded.Single().Positions, Is.EqualTo(new Dictionary<string, decimal> { ["AAPL"] = -1 }));
        await CheckAsync(9);
        Assert.That(_store.Recorded, Has.Count.EqualTo(1), "while it holds on nothing is recorded again");
    }

    [TestCase(8, Description = "another difference")]
    [TestCase(10, Description = "an agreement in between")]
    public async Task Difference_ThatDidNotStay_EngagesNothing(decimal between)
    {
        await CheckAsync(10);
        await CheckAsync(9);
        await CheckAsync(between);
        await CheckAsync(9);
        Assert.That(Engaged, Is.False);
    }

    [Test]
    public async Task Difference_WhilePositionsMoved_DecidesNothing()
    {
        await CheckAsync(10);
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await CheckAsync(9, before: 10), Is.Null);
        }

        Assert.That(Engaged, Is.False);
    }

    [TestCase(1, false)]
    [TestCase(1.01, true)]
    public async Task Cash_BeyondItsTolerance_Engages(decimal more, bool engages)
    {
        await CheckAsync(10);
        await CheckAsync(10, cash: 1_000 + more);
        await CheckAsync(10, cash: 1_000 + more);
        Assert.That(Engaged, Is.EqualTo(engages));
    }

    private Task<AccountBaseline?> CheckAsync(decimal held, decimal cash = 1_000, decimal? before = null) => _reconciler.CheckAsync(
        new AccountObservation(SubmissionRig.Noon, cash, [Position(before ?? held)], [Position(held)]), CancellationToken.None);

    private static BrokerPosition Position(decimal qty) => new("AAPL", qty, 100, 100, qty * 100);

    private sealed class Baselines : IAccountBaselineStore
    {
        private AccountBaseline? _inForce;

        public List<ReconciliationBreak> Recorded { get; } = [];

        public Task<AccountTotals> TotalsAsync(string accountLabel, CancellationToken cancellationToken) =>
            Task.FromResult(new AccountTotals(0, new Dictionary<string, decimal>()));

        public Task<AccountBaseline?> InForceAsync(string accountLabel, CancellationToken cancellationToken) => Task.FromResult(_inForce);

        public Task<DateTimeOffset?> OpenedAtAsync(string accountLabel, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task OpenAsync(string accountLabel, DateTimeOffset marketTime, AccountBaseline baseline, CancellationToken cancellationToken)
        {
            _inForce = baseline;
            return Task.CompletedTask;
        }

        public Task RecordAsync(string accountLabel, ReconciliationBreak found, CancellationToken cancellationToken)
        {
            Recorded.Add(found);
            return Task.CompletedTask;
        }
    }
}
