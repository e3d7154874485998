namespace Torghut.Trading.Risk;

/// <summary>
/// Why an order may not leave. Each has a stable code (<see cref="RiskReasons.Code"/>); codes are persisted, counted and queried, so members are only
/// ever added.
/// </summary>
internal enum RiskReason
{
    TradingDisabled,
    LiveTradingDisabled,
    KillSwitchEnabled,
    StrategyDisabled,
    SymbolNotAllowed,
    MissingPrice,
    StaleSignal,
    MaxNotionalExceeded,
    MinNotionalNotMet,
    InsufficientBuyingPower,
    MaxPositionPctExceeded,
    MaxGrossExposureExceeded,
    MaxNetExposureExceeded,
    MaxPositionsExceeded,
    ShortsNotAllowed,
    CooldownActive,
    QtyBelowMin,
    ParticipationExceedsMax,
    PriceCollarBreached,
    DuplicateDecision,
    OrderRateExceeded,
    DailyLossLimitExceeded,
    MarketClosed,
    AssetNotTradable,
    AccountBlocked,

    /// <summary>The emergency stop is latched.</summary>
    EmergencyStopActive,

    /// <summary>The trading state is HALTED.</summary>
    TradingHalted,

    /// <summary>The trading state is REDUCING and the order would open or increase exposure.</summary>
    ReducingOnly,

    /// <summary>Account or positions are not known.</summary>
    AccountUnavailable,

    /// <summary>Exposure in one symbol would pass its cap.</summary>
    MaxSymbolExposureExceeded,

    /// <summary>The outcome of an earlier order is still unknown.</summary>
    UnknownOrderOutstanding,

    /// <summary>Start-up reconciliation has not finished.</summary>
    ReconciliationUnfinished,

    /// <summary>The broker holds an external order that nobody acknowledged.</summary>
    ExternalOrderPresent,

    /// <summary>The strategy entered too often in one symbol and waits for a human.</summary>
    StrategySuspended,

    /// <summary>The AI review vetoed the decision.</summary>
    AdvisoryVeto,

    /// <summary>What the order costs is said by one source only, or others contradict it.</summary>
    PriceUnconfirmed,

    /// <summary>More shares than one order may have.</summary>
    MaxSharesExceeded,
}
