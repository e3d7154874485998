namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>What a client asks for, after the checks that need no account.</summary>
internal sealed record OrderRequest
{
    public required string Symbol { get; init; }

    public required OrderSide Side { get; init; }

    public required OrderType Type { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Shares; null when the order is for an amount of money.</summary>
    public decimal? Qty { get; init; }

    /// <summary>Dollars; null when the order is for shares.</summary>
    public decimal? Notional { get; init; }

    public decimal? LimitPrice { get; init; }

    public decimal? StopPrice { get; init; }

    public bool ExtendedHours { get; init; }

    public string? ClientOrderId { get; init; }

    public bool IsFractional => Notional is not null || (Qty is { } qty && qty != decimal.Truncate(qty));
}
