using Torghut.Trading.Orders;

namespace Torghut.Trading.OrderReports;

/// <summary>What is stored of an order's progress.</summary>
internal record ExecutionRow
{
    public Guid Id { get; init; }
    public string Status { get; init; } = "";
    public decimal FilledQty { get; init; }
    public decimal? FilledAvgPrice { get; init; }
    public DateTimeOffset BrokerUpdatedAt { get; init; }
    public bool IsExternal { get; init; }
    public string ClientOrderId { get; init; } = "";
    public string Symbol { get; init; } = "";
    public string Side { get; init; } = "";
    public decimal? Qty { get; init; }
    public bool IsSettled { get; init; }
    public int LookupsNotFound { get; init; }
    public DateTimeOffset? CorrectedAt { get; init; }

    /// <summary>What the broker said instead when it was asked, once; null when it agrees.</summary>
    public string? Contradiction { get; init; }
    public DateTimeOffset? ContradictedSince { get; init; }

    public BrokerOrderView View => new(Status, FilledQty, FilledAvgPrice, BrokerUpdatedAt, CorrectedAt);
}
