namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Something that happened to an order; price and quantities only for executions.</summary>
internal sealed record TradeEvent(string Event, Order Order, long Time, Guid ExecutionId, decimal? Price, decimal? Qty, decimal? PositionQty);
