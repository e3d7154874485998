using System.Collections.Frozen;

namespace Torghut.Trading.Risk;

/// <summary>
/// The stable catalogue of reason codes. Each is written here beside its member and again beside the check that decides it; <c>docs/trading/risk-codes.md</c>
/// says what they mean.
/// </summary>
internal static class RiskReasons
{
    public static IReadOnlyList<RiskReason> All { get; } = Enum.GetValues<RiskReason>();

    private static readonly FrozenDictionary<string, RiskReason> ByCode = All.ToFrozenDictionary(Code, StringComparer.Ordinal);

    /// <summary>The string that is persisted and counted.</summary>
    public static string Code(RiskReason reason) => reason switch
    {
        RiskReason.TradingDisabled => "trading_disabled",
        RiskReason.LiveTradingDisabled => "live_trading_disabled",
        RiskReason.KillSwitchEnabled => "kill_switch_enabled",
        RiskReason.StrategyDisabled => "strategy_disabled",
        RiskReason.SymbolNotAllowed => "symbol_not_allowed",
        RiskReason.MissingPrice => "missing_price",
        RiskReason.StaleSignal => "stale_signal",
        RiskReason.MaxNotionalExceeded => "max_notional_exceeded",
        RiskReason.MinNotionalNotMet => "min_notional_not_met",
        RiskReason.InsufficientBuyingPower => "insufficient_buying_power",
        RiskReason.MaxPositionPctExceeded => "max_position_pct_exceeded",
        RiskReason.MaxGrossExposureExceeded => "max_gross_exposure_exceeded",
        RiskReason.MaxNetExposureExceeded => "max_net_exposure_exceeded",
        RiskReason.MaxPositionsExceeded => "max_positions_exceeded",
        RiskReason.ShortsNotAllowed => "shorts_not_allowed",
        RiskReason.CooldownActive => "cooldown_active",
        RiskReason.QtyBelowMin => "qty_below_min",
        RiskReason.ParticipationExceedsMax => "participation_exceeds_max",
        RiskReason.PriceCollarBreached => "price_collar_breached",
        RiskReason.DuplicateDecision => "duplicate_decision",
        RiskReason.OrderRateExceeded => "order_rate_exceeded",
        RiskReason.DailyLossLimitExceeded => "daily_loss_limit_exceeded",
        RiskReason.MarketClosed => "market_closed",
        RiskReason.AssetNotTradable => "asset_not_tradable",
        RiskReason.AccountBlocked => "account_blocked",
        RiskReason.EmergencyStopActive => "emergency_stop_active",
        RiskReason.TradingHalted => "trading_halted",
        RiskReason.ReducingOnly => "reducing_only",
        RiskReason.AccountUnavailable => "account_unavailable",
        RiskReason.MaxSymbolExposureExceeded => "max_symbol_exposure_exceeded",
        RiskReason.UnknownOrderOutstanding => "unknown_order_outstanding",
        RiskReason.ReconciliationUnfinished => "reconciliation_unfinished",
        RiskReason.ExternalOrderPresent => "foreign_order_present",
        RiskReason.StrategySuspended => "strategy_suspended",
        RiskReason.AdvisoryVeto => "advisory_veto",
        RiskReason.PriceUnconfirmed => "price_unconfirmed",
        RiskReason.MaxSharesExceeded => "max_shares_exceeded",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a code"),
    };

    /// <summary>The reason of a code.</summary>
    /// <exception cref="KeyNotFoundException">There is none: a check has a code that the catalogue lacks.</exception>
    public static RiskReason Of(string code) => ByCode[code];
}
