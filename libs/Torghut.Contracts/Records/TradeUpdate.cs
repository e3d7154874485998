namespace Torghut.Contracts.Records;

/// <summary>
/// One message of Alpaca's trade_updates stream. Money and quantities are the broker's decimal strings, kept as they came.
/// <see cref="Records.Envelope.Symbol"/> is the order's symbol.
/// </summary>
/// <param name="AccountLabel">Which account, for example <c>paper</c>.</param>
/// <param name="Event">Alpaca's event, for example <c>partial_fill</c>.</param>
/// <param name="ExecutionId">Identity of the execution; null where the event has none.</param>
/// <param name="OrderId">Broker's order id.</param>
/// <param name="ClientOrderId">Our decision hash, or another party's id.</param>
/// <param name="OrderStatus">The order's status after the event.</param>
/// <param name="Price">Price of this execution; null for events that are not fills.</param>
/// <param name="Qty">Quantity of this execution; null for events that are not fills.</param>
/// <param name="PositionQty">Signed position after the event, when given.</param>
/// <param name="FilledQty">Cumulative quantity filled.</param>
/// <param name="FilledAvgPrice">Average price of all fills; null before the first.</param>
/// <param name="OrderJson">The order snapshot as JSON text, as received.</param>
public readonly record struct TradeUpdate(
    Envelope Envelope,
    string AccountLabel,
    string Event,
    string? ExecutionId,
    string OrderId,
    string ClientOrderId,
    string OrderStatus,
    string? Price,
    string? Qty,
    string? PositionQty,
    string? FilledQty,
    string? FilledAvgPrice,
    string OrderJson);
