using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Drills;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Tests.Safety;

/// <summary>
/// One order after the other on its way through the gate while the world around it changes. What must hold when bytes leave is written here a second time, from
/// what happened and not from what the gate says.
/// </summary>
internal sealed class GateModel : ILeaseState, ILatchState
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private static readonly DateTimeOffset Noon = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LeaseLife = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ContextAge = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly SwitchOptions _switches = new() { Enabled = true, KillSwitchEnabled = false };
    private readonly BrokerRateLimiter _limiter;
    private readonly EntryBlocks _blocks;
    private readonly PreTradeGate _gate;
    private DateTimeOffset _close = Noon.AddHours(1);
    private DateTimeOffset _renewedAt = Noon;
    private DateTimeOffset _limitedUntil = DateTimeOffset.MinValue;
    private long _token = 1;
    private bool _held = true;
    private SessionClock _clock;
    private DateTimeOffset _contextAt;
    private Flight? _flight;

    public GateModel()
    {
        _limiter = new BrokerRateLimiter(_time);
        _blocks = new EntryBlocks(new TradingGauges(_time)) { Reconciled = true };
        _gate = new PreTradeGate(_switches, this, _blocks, this, _limiter, new BrokerOptions { OrderMaxAge = MaxAge }, new RiskOptions(), _time);
        (_clock, _contextAt) = (ReadClock(), Noon);
    }

    public bool EmergencyStop { get; private set; }

    public TradingState State { get; private set; } = TradingState.Active;

    public int Left { get; private set; }

    public int ExitsAsked { get; private set; }

    public Lease? Current => HasLease ? new Lease("loop", "me", _token) : null;

    private bool HasLease => _held && _time.GetUtcNow() - _renewedAt < LeaseLife;

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Returns what is wrong, or null.</summary>
    public string? Apply(GateStep step)
    {
        switch (step.Kind)
        {
            case GateStepKind.Wait:
                _time.Advance(TimeSpan.FromMilliseconds(step.Amount));
                return null;
            case GateStepKind.Renew:
                Renew();
                return null;
            case GateStepKind.TakenOver:
                _held = false;
                return null;
            case GateStepKind.Stop:
                (EmergencyStop, State) = (true, TradingState.Halted);
                return null;
            case GateStepKind.Reduce:
                (EmergencyStop, State) = (false, TradingState.Reducing);
                return null;
            case GateStepKind.Rearm:
                (EmergencyStop, State) = (false, TradingState.Active);
                return null;
            case GateStepKind.Block:
                // What is not known of one order and what somebody else ordered: both concern entries, in whatever symbol.
                (_blocks.UnresolvedOrders, _blocks.ExternalOrders) = (step.Amount % 2, step.Amount / 2 % 2);
                return null;
            case GateStepKind.Limited:
                _limiter.Close(Now.AddMilliseconds(step.Amount));
                _limitedUntil = Now.AddSeconds(1);
                return null;
            case GateStepKind.Reload:
                (_clock, _contextAt) = (ReadClock(), Now);
                return null;
            case GateStepKind.CloseSoon:
                // Whoever decides afterwards knows; that a session ends earlier than its clock said is not the gate's to know.
                (_close, _flight) = (Now.AddMilliseconds(step.Amount), null);
                (_clock, _contextAt) = (ReadClock(), Now);
                return null;
            case GateStepKind.Claim:
                return Claim(new LeavingOrder(
                    "AAPL", "sell", step.Opens, Now.AddMilliseconds(-step.Amount), _clock, _time.GetTimestamp() - Ticks(Now - _contextAt)));
            case GateStepKind.Begin:
                return _flight is { Begun: null } waiting ? Begin(waiting) : null;
            default:
                return _flight is { Begun: not null } flying ? Leave(flying) : null;
        }
    }

    private string? Claim(LeavingOrder order)
    {
        _flight = null;
        var verdict = _gate.BeforeClaim(order);
        if (verdict.Action == PreTradeAction.Leave)
        {
            var departure = new Departure(order, verdict.Lease!, _time.GetTimestamp());
            _flight = new Flight(order, _contextAt, new OrderPermit(_gate, departure, Failpoints.None, _time), _token, Now);
            return Now < _limitedUntil ? "claimed while the broker asked for a pause" : Wrong(_flight, "claimed");
        }

        if (!order.OpensExposure)
        {
            ExitsAsked++;
        }

        return IsTrapped(order) ? $"an exit is kept for {verdict.Code}" : null;
    }

    private string? Begin(Flight waiting)
    {
        var may = waiting.Permit.MayBeginAsync().AsTask().GetAwaiter().GetResult();
        _flight = may ? waiting with { Begun = Now } : null;
        return may ? Wrong(waiting, "begun") : null;
    }

    private string? Leave(Flight flying)
    {
        _flight = null;
        if (!flying.Permit.MayLeave())
        {
            return flying.Permit.Refusal is null ? "refused without a reason" : flying.Permit.MayHaveLeft ? "refused and may have left" : null;
        }

        Left++;
        if (Now - flying.LookedAt > TimeSpan.FromMilliseconds(250))
        {
            return "left long after the database was asked";
        }

        return Now - flying.Begun > TimeSpan.FromMilliseconds(100) ? "left long after its last check" : Wrong(flying, "left");
    }

    private string? Wrong(Flight flight, string what)
    {
        var order = flight.Order;
        var reason = (HasLease && _token == flight.Token, EmergencyStop, order.OpensExposure && State != TradingState.Active) switch
        {
            (false, _, _) => "without its lease",
            (_, true, _) => "after a stop",
            (_, _, true) => "as an entry while only exits may",
            _ when order.OpensExposure && (_blocks.UnresolvedOrders > 0 || _blocks.ExternalOrders > 0) => "as an entry while entries are blocked",
            _ when Now - order.SignalAt > MaxAge => "too old",
            _ when Now >= _close => "after the close",
            _ when Now - flight.ContextAt > ContextAge => "on old positions",
            _ => null,
        };
        return reason is null ? null : $"{what} {reason}";
    }

    /// <summary>Whether nothing that concerns every order stands against an exit: then nothing else may.</summary>
    private bool IsTrapped(LeavingOrder order) => !order.OpensExposure && HasLease && !EmergencyStop && _limiter.IsOpen && Now - order.SignalAt <= MaxAge
        && Now < _close && Now - _contextAt <= ContextAge;

    private void Renew()
    {
        if (!HasLease)
        {
            _token++;
        }

        (_held, _renewedAt) = (true, Now);
    }

    private SessionClock ReadClock() => new(new MarketClock(Now, Now < _close, _close.AddHours(17), _close), _time.GetTimestamp(), _time);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private sealed record Flight(
        LeavingOrder Order, DateTimeOffset ContextAt, OrderPermit Permit, long Token, DateTimeOffset LookedAt, DateTimeOffset? Begun = null);
}
