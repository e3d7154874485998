namespace Torghut.Alpaca.TradeUpdates;

/// <summary>One order event. Money and quantities are the broker's own decimal text.</summary>
public sealed record TradeUpdateMessage
{
    public required TradeUpdateEvent Event { get; init; }

    /// <summary>The broker's own word for <see cref="Event"/>.</summary>
    public required string EventText { get; init; }

    /// <summary>Identity of the execution; null where the event has none.</summary>
    public string? ExecutionId { get; init; }

    /// <summary>When it happened: <c>timestamp</c>, else <c>at</c>, else the order's <c>updated_at</c>; nanoseconds since the Unix epoch, UTC. Null when none
    /// was sent.</summary>
    public long? TimestampNanos { get; init; }

    /// <summary>Price of this execution; null for other events.</summary>
    public string? Price { get; init; }

    /// <summary>Quantity of this execution; null for other events.</summary>
    public string? Qty { get; init; }

    /// <summary>Signed position after the event, when given.</summary>
    public string? PositionQty { get; init; }
    public required string OrderId { get; init; }
    public required string ClientOrderId { get; init; }
    public required string Symbol { get; init; }

    /// <summary>The order's status after the event, the broker's own word.</summary>
    public required string OrderStatus { get; init; }
    public string? FilledQty { get; init; }
    public string? FilledAvgPrice { get; init; }

    /// <summary>The order snapshot as received; read it with <see cref="Trading.OrderJson"/>.</summary>
    public required string OrderJson { get; init; }

    /// <summary>Whether the event is an execution.</summary>
    public bool IsFill => Event is TradeUpdateEvent.Fill or TradeUpdateEvent.PartialFill;
}
