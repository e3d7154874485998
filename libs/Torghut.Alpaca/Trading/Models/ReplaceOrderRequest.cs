namespace Torghut.Alpaca.Trading;

/// <summary>What to change of a working order; null keeps a value.</summary>
public sealed record ReplaceOrderRequest
{
    /// <summary>Whole shares.</summary>
    public decimal? Qty { get; init; }
    public TimeInForce? TimeInForce { get; init; }
    public decimal? LimitPrice { get; init; }
    public decimal? StopPrice { get; init; }
    public decimal? Trail { get; init; }

    /// <summary>Client order id of the new order; the broker makes one up when it is null.</summary>
    public string? ClientOrderId { get; init; }
}
