using Torghut.Trading.Orders;

namespace Torghut.Trading.Execution;

/// <summary>An order as the broker shows it. Money is USD, quantities are shares, words are the broker's.</summary>
internal sealed record BrokerOrder
{
    public required string OrderId { get; init; }
    public required string ClientOrderId { get; init; }
    public required string Symbol { get; init; }
    public required string Side { get; init; }
    public required string Type { get; init; }
    public required string TimeInForce { get; init; }
    public decimal? Qty { get; init; }
    public decimal? Notional { get; init; }
    public decimal? LimitPrice { get; init; }
    public decimal? StopPrice { get; init; }
    public required string Status { get; init; }
    public decimal FilledQty { get; init; }
    public decimal? FilledAvgPrice { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public DateTimeOffset? FilledAt { get; init; }

    /// <summary>The broker's time of the newest change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
    public required string RawJson { get; init; }

    /// <summary>Progress at the database's precision, so that what was stored compares equal to what is seen again.</summary>
    public BrokerOrderView View => new(
        Status,
        Math.Round(FilledQty, BrokerBounds.Decimals),
        FilledAvgPrice is { } price ? Math.Round(price, BrokerBounds.Decimals) : null,
        new DateTimeOffset(UpdatedAt.UtcTicks - (UpdatedAt.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero));
}
