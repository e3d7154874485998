using Torghut.Trading.Orders;

namespace Torghut.Trading.OrderReports;

/// <summary>What is stored of an order's progress.</summary>
internal sealed record ExecutionRow
{
    public Guid Id { get; init; }
    public string Status { get; init; } = "";
    public decimal FilledQty { get; init; }
    public decimal? FilledAvgPrice { get; init; }
    public DateTimeOffset BrokerUpdatedAt { get; init; }
    public bool IsExternal { get; init; }

    public BrokerOrderView View => new(Status, FilledQty, FilledAvgPrice, BrokerUpdatedAt);
}
