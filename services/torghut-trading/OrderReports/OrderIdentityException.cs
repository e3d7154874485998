namespace Torghut.Trading.OrderReports;

/// <summary>The broker shows two orders under one client order id. A retry cannot help; a human must look.</summary>
internal sealed class OrderIdentityException(string orderId, string clientOrderId)
    : Exception($"Order {orderId} claims client order id {clientOrderId}, which another order of the account already has")
{
    public string OrderId { get; } = orderId;

    public string ClientOrderId { get; } = clientOrderId;
}
