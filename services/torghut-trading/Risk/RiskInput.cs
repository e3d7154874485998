using Torghut.Trading.Strategies;

namespace Torghut.Trading.Risk;

/// <summary>Everything the engine looks at; nothing else influences a verdict.</summary>
internal sealed record RiskInput(
    SwitchView Switches,
    StrategyView Strategy,
    ProposedOrder Order,
    MarketView Market,
    AccountView? Account,
    PortfolioView Portfolio,
    ThrottleView Throttle,
    RiskLimits Limits);

/// <param name="EntriesBlockedByUnknown">An earlier order's outcome is unknown.</param>
/// <param name="Reconciled">Start-up reconciliation has finished.</param>
/// <param name="ForeignOrderPresent">The broker holds an order that is not ours.</param>
internal sealed record SwitchView(
    bool TradingEnabled,
    TradingMode Mode,
    bool LiveEnabled,
    bool KillSwitchEnabled,
    bool EmergencyStopActive,
    TradingState State,
    bool EntriesBlockedByUnknown,
    bool Reconciled,
    bool ForeignOrderPresent);

/// <param name="Suspended">Disabled by the runaway guard until a human re-enables it.</param>
/// <param name="SymbolAllowed">The symbol is in the universe and in the strategy's own list.</param>
/// <param name="AdvisoryVeto">The AI review vetoed the decision.</param>
/// <param name="MaxNotional">The strategy's own cap, USD; null for none.</param>
/// <param name="MaxPositionPct">The strategy's own cap, fraction of equity; null for none.</param>
/// <param name="Cooldown">The strategy's own cool-down; null for none.</param>
internal sealed record StrategyView(
    bool Enabled,
    bool Suspended,
    bool SymbolAllowed,
    bool AdvisoryVeto,
    decimal? MaxNotional,
    decimal? MaxPositionPct,
    TimeSpan? Cooldown);

/// <param name="Qty">Shares.</param>
/// <param name="LimitPrice">USD a share; null for a market order.</param>
internal sealed record ProposedOrder(string Symbol, OrderSide Side, decimal Qty, decimal? LimitPrice);

/// <param name="Price">Last price, USD; null when there is none recent enough.</param>
/// <param name="SignalAge">Market time minus the signal's event time.</param>
/// <param name="IsOpen">The session is open by the broker's clock.</param>
/// <param name="Tradable">The broker trades the asset.</param>
/// <param name="Shortable">The broker lends the asset.</param>
/// <param name="RecentVolume">Shares traded over the price look-back; null when unknown.</param>
internal sealed record MarketView(decimal? Price, TimeSpan SignalAge, bool IsOpen, bool Tradable, bool Shortable, decimal? RecentVolume);

/// <param name="DailyLoss">Equity at the last close minus equity now, USD; negative on a winning day.</param>
/// <param name="Blocked">The broker has blocked the account or its trading.</param>
internal sealed record AccountView(decimal Equity, decimal BuyingPower, decimal DailyLoss, bool Blocked);

/// <summary>Positions, with working orders counted as if they filled in the direction that is worse for the cap in question.</summary>
/// <param name="PositionQty">Signed shares of the order's symbol.</param>
/// <param name="PendingBuyQty">Unfilled shares of working buys in the symbol.</param>
/// <param name="PendingSellQty">Unfilled shares of working sells in the symbol.</param>
/// <param name="OtherGross">Sum of |exposure| in all other symbols, USD.</param>
/// <param name="OtherNetLong">Net exposure of all other symbols with working buys filled, USD.</param>
/// <param name="OtherNetShort">Net exposure of all other symbols with working sells filled, USD.</param>
/// <param name="OtherPositions">Other symbols with a position or a working order.</param>
internal sealed record PortfolioView(
    decimal PositionQty,
    decimal PendingBuyQty,
    decimal PendingSellQty,
    decimal OtherGross,
    decimal OtherNetLong,
    decimal OtherNetShort,
    int OtherPositions);

/// <param name="SinceLastEntry">Market time since this strategy last entered this symbol; null when it never did.</param>
/// <param name="OrdersLastMinute">Orders of the account that left within the last minute.</param>
/// <param name="Duplicate">The decision hash is already known.</param>
internal sealed record ThrottleView(TimeSpan? SinceLastEntry, int OrdersLastMinute, bool Duplicate);
