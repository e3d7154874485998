using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Torghut.Trading.Account;
using Torghut.Trading.Audit;
using Torghut.Trading.Execution;
using Torghut.Trading.Hosting;
using Torghut.Trading.Leasing;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Tests.Safety;

/// <summary>What the gate answers without a database; with one, the integration tests of the order protocol and of the latches ask it.</summary>
public sealed class PreTradeGateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);
    private static readonly Lease Claimed = new("loop", "me", 1);

    private readonly FakeTimeProvider _time = new(Noon);

    [Test]
    public void Verdict_Default_LetsNothingLeave() => Assert.That(default(PreTradeVerdict).Action, Is.Not.EqualTo(PreTradeAction.Leave));

    [Test]
    public async Task BeforeClaim_BrokerAskedForAPause_Waits()
    {
        await using var parts = new Parts(_time);
        parts.RateLimiter.Close(Noon + TimeSpan.FromSeconds(5));
        Assert.That(parts.Gate(new BrokerOptions()).BeforeClaim(Exit()), Is.EqualTo(PreTradeVerdict.Wait("rate_limited")));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(parts.Gate(new BrokerOptions()).BeforeClaim(Exit()).Code, Is.Not.EqualTo("rate_limited"));
    }

    [Test]
    public async Task Gate_WithoutTheLease_WaitsAndIsShut()
    {
        await using var parts = new Parts(_time);
        var gate = parts.Gate(new BrokerOptions());
        Assert.That(gate.BeforeClaim(Exit()), Is.EqualTo(PreTradeVerdict.Wait("lease_lost")));
        Assert.That(gate.BeforeRequest(Exit(), Claimed), Is.EqualTo(PreTradeVerdict.Wait("lease_lost")));
        Assert.That(gate.IsOpen, Is.False);
    }

    [Test]
    public async Task BeforeClaim_SignalAgesOrSessionEndsWhileOthersAreSent_Expires()
    {
        await using var parts = new Parts(_time);
        var gate = parts.Gate(new BrokerOptions { OrderMaxAge = TimeSpan.FromSeconds(5) });
        var order = Exit(closesIn: TimeSpan.FromSeconds(4));
        Assert.That(gate.BeforeClaim(order).Code, Is.EqualTo("lease_lost"), "neither too old nor after the close");
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.That(gate.BeforeClaim(order), Is.EqualTo(PreTradeVerdict.Expire("market_closed")));
        _time.Advance(TimeSpan.FromSeconds(1.001));
        Assert.That(gate.BeforeClaim(order), Is.EqualTo(PreTradeVerdict.Expire("expired")));
    }

    private LeavingOrder Exit(TimeSpan? closesIn = null)
    {
        var read = new MarketClock(Noon, true, Noon.AddDays(1), Noon + (closesIn ?? TimeSpan.FromHours(1)));
        return new LeavingOrder("AAPL", "sell", false, Noon, new SessionClock(read, _time.GetTimestamp(), _time), _time.GetTimestamp());
    }

    [TestCase(null, 120, false)]
    [TestCase(null, 121, true)]
    [TestCase(30, 30, false)]
    [TestCase(30, 31, true)]
    [TestCase(300, 299, false)]
    public async Task IsTooOld_OrdersOwnLimitElseTheSignals_Decides(int? orderMaxAge, int age, bool expected)
    {
        await using var parts = new Parts(_time);
        var gate = parts.Gate(new BrokerOptions { OrderMaxAge = orderMaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null });
        Assert.That(gate.IsTooOld(Noon - TimeSpan.FromSeconds(age), Noon), Is.EqualTo(expected));
    }

    [TestCase(false, false, "trading_disabled")]
    [TestCase(false, true, "trading_disabled")]
    [TestCase(true, true, "kill_switch_enabled")]
    [TestCase(true, false, null)]
    public void SwitchedOff_TwoSwitches_NamesTheFirst(bool enabled, bool kill, string? expected) =>
        Assert.That(PreTradeGate.SwitchedOff(new SwitchOptions { Enabled = enabled, KillSwitchEnabled = kill }), Is.EqualTo(expected));

    [Test]
    public void Switches_EveryStop_StopsWhatItShould()
    {
        var good = new SwitchView(true, TradingMode.Paper, false, false, false, TradingState.Active, false, true, false);
        (SwitchView View, RiskReason? Exit, RiskReason? Entry)[] cases =
        [
            (good, null, null),
            (good with { TradingEnabled = false }, RiskReason.TradingDisabled, RiskReason.TradingDisabled),
            (good with { KillSwitchEnabled = true }, RiskReason.KillSwitchEnabled, RiskReason.KillSwitchEnabled),
            (good with { EmergencyStopActive = true, State = TradingState.Halted }, RiskReason.EmergencyStopActive, RiskReason.EmergencyStopActive),
            (good with { Reconciled = false }, RiskReason.ReconciliationUnfinished, RiskReason.ReconciliationUnfinished),
            (good with { State = TradingState.Reducing }, null, RiskReason.ReducingOnly),
            (good with { EntriesBlockedByUnknown = true }, null, RiskReason.UnknownOrderOutstanding),
        ];
        foreach (var (view, exit, entry) in cases)
        {
            Assert.That((First(view, false), First(view, true)), Is.EqualTo((exit, entry)), view.ToString());
        }
    }

    private static RiskReason? First(SwitchView view, bool opensExposure)
    {
        var reasons = default(ReasonSet);
        StopChecks.Collect(view, opensExposure, ref reasons);
        return reasons.First;
    }

    /// <summary>What a gate is made of; the database is never asked.</summary>
    private sealed class Parts(TimeProvider time) : IAsyncDisposable
    {
        private readonly SwitchOptions _switches = new() { Enabled = true, KillSwitchEnabled = false };
        private readonly Database _database = new(new DatabaseOptions { Dsn = "Host=127.0.0.1;Port=1;Database=none" });
        private readonly TradingGauges _gauges = new(time);

        public BrokerRateLimiter RateLimiter { get; } = new(time);

        public PreTradeGate Gate(BrokerOptions orders) => new(
            _switches,
            new SafetyLatches(
                _switches, new LatchFile(Path.GetTempPath()), new LatchStore(_database, new AuditLog(_database), time),
                new TradingMetrics(Prometheus.Metrics.NewCustomRegistry(), _gauges, TradingMetricCodes.All), _gauges, time, NullLogger<SafetyLatches>.Instance),
            new EntryBlocks(_gauges),
            new LeaseManager(new LeaseStore(_database), new LeaseOptions(), _gauges, time, NullLogger<LeaseManager>.Instance),
            RateLimiter,
            orders,
            new RiskOptions(),
            time);

        public ValueTask DisposeAsync() => _database.DisposeAsync();
    }
}
