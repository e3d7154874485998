using Torghut.Trading.Orders;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Decisions;

/// <summary>A persisted decision, as far as its way to the broker needs it.</summary>
internal sealed record DecisionRow
{
    public Guid Id { get; init; }
    public string AccountLabel { get; init; } = "";
    public string DecisionHash { get; init; } = "";
    public string StrategyName { get; init; } = "";
    public string Symbol { get; init; } = "";
    public string Action { get; init; } = "";
    public string Timeframe { get; init; } = "";
    public DateTimeOffset SignalEventTs { get; init; }
    public long SignalSeq { get; init; }
    public DateTimeOffset MarketTs { get; init; }
    public string Status { get; init; } = "";
    public decimal? Qty { get; init; }
    public decimal? LimitPrice { get; init; }
    public bool OpensExposure { get; init; }
    public int ClaimAttempts { get; init; }
    public DateTimeOffset? ClaimedAt { get; init; }
    public int LookupsNotFound { get; init; }

    /// <summary>The adapter the order was meant for; null before the first claim.</summary>
    public string? AdapterExpected { get; init; }

    /// <summary>The adapter that got the order last.</summary>
    public string? AdapterActual { get; init; }
    public string? FallbackReason { get; init; }
    public int FallbackCount { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>W3C trace context of the span that the decision's trace begins with; null when it was made while nobody traced.</summary>
    public string? TraceParent { get; init; }

    public OrderState State => OrderStates.Parse(Status);

    /// <summary>What it is the decision for.</summary>
    public Intent Intent => new(AccountLabel, StrategyName, Symbol, SignalEventTs, SignalSeq, Timeframe, Side);

    public OrderSide Side => Action == "buy" ? OrderSide.Buy : OrderSide.Sell;
}
