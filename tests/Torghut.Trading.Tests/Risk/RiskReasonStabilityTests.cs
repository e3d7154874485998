using Torghut.Trading.Risk;

namespace Torghut.Trading.Tests.Risk;

/// <summary>
/// The codes are persisted and counted. The list may only grow at its end; a code that is renamed or moved breaks queries, dashboards and
/// the rows of <c>trade_decisions</c> that name it.
/// </summary>
public sealed class RiskReasonStabilityTests
{
    private static readonly string[] Frozen =
    [
        "trading_disabled", "live_trading_disabled", "kill_switch_enabled", "strategy_disabled", "symbol_not_allowed", "missing_price",
        "stale_signal", "max_notional_exceeded", "min_notional_not_met", "insufficient_buying_power", "max_position_pct_exceeded",
        "max_gross_exposure_exceeded", "max_net_exposure_exceeded", "max_positions_exceeded", "shorts_not_allowed", "cooldown_active",
        "qty_below_min", "participation_exceeds_max", "price_collar_breached", "duplicate_decision", "order_rate_exceeded",
        "daily_loss_limit_exceeded", "market_closed", "asset_not_tradable", "account_blocked", "emergency_stop_active", "trading_halted",
        "reducing_only", "account_unavailable", "max_symbol_exposure_exceeded", "unknown_order_outstanding", "reconciliation_unfinished",
        "foreign_order_present", "strategy_suspended", "advisory_veto", "price_unconfirmed", "max_shares_exceeded",
    ];

    [Test]
    public void Code_AllReasons_AreFrozen() => Assert.That(RiskReasons.All.Select(RiskReasons.Code), Is.EqualTo(Frozen));
}
