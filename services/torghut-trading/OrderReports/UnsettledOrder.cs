namespace Torghut.Trading.OrderReports;

/// <summary>An order that the broker is asked about.</summary>
internal sealed record UnsettledOrder
{
    public string OrderId { get; init; } = "";
    public string ClientOrderId { get; init; } = "";
}
