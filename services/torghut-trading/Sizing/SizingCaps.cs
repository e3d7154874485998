namespace Torghut.Trading.Sizing;

/// <summary>Names of sizing steps as they are persisted.</summary>
internal static class SizingCaps
{
    public const string StrategyNotional = "strategy_max_notional_per_trade";
    public const string StrategyEquityShare = "strategy_max_position_pct_equity";
    public const string DefaultNotional = "default_max_notional_per_trade";
    public const string DefaultQty = "default_qty";
    public const string ClosesPosition = "closes_position_first";
    public const string MaxShares = "max_shares_per_order";
    public const string Available = "qty_available";
    public const string WholeShares = "whole_shares";
    public const string VolatilityTarget = "portfolio_volatility_target";
    public const string MaxPositions = "portfolio_max_positions";
    public const string SymbolExposure = "portfolio_max_symbol_exposure";
    public const string GrossExposure = "portfolio_max_gross_exposure";
    public const string NetExposure = "portfolio_max_net_exposure";
}
