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

/// <param name="Qty">Shares.</param>
/// <param name="LimitPrice">USD a share; null for a market order.</param>
internal sealed record ProposedOrder(string Symbol, OrderSide Side, decimal Qty, decimal? LimitPrice);

/// <param name="DailyLoss">Equity at the last close minus equity now, USD; negative on a winning day.</param>
/// <param name="Blocked">The broker has blocked the account or its trading.</param>
internal sealed record AccountView(decimal Equity, decimal BuyingPower, decimal DailyLoss, bool Blocked);

/// <param name="SinceLastEntry">Market time since this strategy last entered this symbol; null when it never did.</param>
/// <param name="OrdersLastMinute">Orders of the account that left within the last minute.</param>
/// <param name="Duplicate">The decision hash is already known.</param>
internal sealed record ThrottleView(TimeSpan? SinceLastEntry, int OrdersLastMinute, bool Duplicate);
