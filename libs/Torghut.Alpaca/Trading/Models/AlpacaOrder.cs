namespace Torghut.Alpaca.Trading;

/// <summary>A snapshot of one order. Money is US dollars, quantities are shares.</summary>
public sealed record AlpacaOrder
{
    public required string Id { get; init; }
    public required string ClientOrderId { get; init; }
    public required string Symbol { get; init; }
    public required OrderStatus Status { get; init; }

    /// <summary>The broker's own word for <see cref="Status"/>.</summary>
    public required string StatusText { get; init; }
    public required OrderSide Side { get; init; }
    public required OrderType Type { get; init; }
    public required TimeInForce TimeInForce { get; init; }
    public required OrderClass OrderClass { get; init; }

    /// <summary>Ordered quantity; null for an order by amount.</summary>
    public decimal? Qty { get; init; }

    /// <summary>Ordered amount; null for an order by quantity.</summary>
    public decimal? Notional { get; init; }
    public required decimal FilledQty { get; init; }
    public decimal? FilledAvgPrice { get; init; }
    public decimal? LimitPrice { get; init; }
    public decimal? StopPrice { get; init; }
    public decimal? TrailPrice { get; init; }
    public decimal? TrailPercent { get; init; }
    public bool ExtendedHours { get; init; }
    public string? AssetId { get; init; }
    public AssetClass AssetClass { get; init; }

    /// <summary>Id of the order that took this one's place.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Id of the order whose place this one took.</summary>
    public string? Replaces { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public DateTimeOffset? FilledAt { get; init; }
    public DateTimeOffset? CanceledAt { get; init; }
    public DateTimeOffset? ExpiredAt { get; init; }
    public DateTimeOffset? FailedAt { get; init; }
    public DateTimeOffset? ReplacedAt { get; init; }
    public IReadOnlyList<AlpacaOrder> Legs { get; init; } = [];

    /// <summary>The order as received, JSON text, for audit.</summary>
    public required string RawJson { get; init; }
}
