using Torghut.Trading.Execution;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Decisions;

/// <summary>The payload of an approved decision as it is stored.</summary>
internal sealed record ApprovedOrder
{
    public string Symbol { get; init; } = "";
    public string Side { get; init; } = "";
    public decimal Qty { get; init; }
    public string Type { get; init; } = "";
    public decimal? LimitPrice { get; init; }

    public PlannedOrder ToOrder() => new(
        Symbol,
        Side == "buy" ? OrderSide.Buy : OrderSide.Sell,
        Qty,
        Type == "limit" ? OrderKind.Limit : OrderKind.Market,
        LimitPrice);
}
