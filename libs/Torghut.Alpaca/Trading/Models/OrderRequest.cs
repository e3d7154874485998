namespace Torghut.Alpaca.Trading;

/// <summary>An order to place. Exactly one of <see cref="Qty"/> and <see cref="Notional"/> is given.</summary>
public sealed record OrderRequest
{
    public required string Symbol { get; init; }
    public required OrderSide Side { get; init; }
    public required OrderType Type { get; init; }
    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Identity of the intent, at most 128 characters: the broker refuses a second order with the same one.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>Shares.</summary>
    public decimal? Qty { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? Notional { get; init; }
    public decimal? LimitPrice { get; init; }
    public decimal? StopPrice { get; init; }
    public decimal? TrailPrice { get; init; }
    public decimal? TrailPercent { get; init; }
    public bool ExtendedHours { get; init; }
    public OrderClass OrderClass { get; init; } = OrderClass.Simple;

    /// <summary>Limit price of the profit-taking leg of a bracket, OCO or OTO order.</summary>
    public decimal? TakeProfitLimitPrice { get; init; }

    /// <summary>Stop price of the protective leg of a bracket, OCO or OTO order.</summary>
    public decimal? StopLossStopPrice { get; init; }

    /// <summary>Limit price of the protective leg; null makes it a stop order.</summary>
    public decimal? StopLossLimitPrice { get; init; }
}
