using System.Text.Json.Serialization;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>What a client asks for, after the checks that need no account.</summary>
internal sealed record OrderRequest
{
    public required string Symbol { get; init; }

    public required OrderSide Side { get; init; }

    public required OrderType Type { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Shares; null when the order is for an amount of money.</summary>
    public decimal? Qty { get; init; }

    /// <summary>Dollars; null when the order is for shares.</summary>
    public decimal? Notional { get; init; }

    public decimal? LimitPrice { get; init; }

    public decimal? StopPrice { get; init; }

    /// <summary>Dollars between a trailing stop and the best price seen.</summary>
    public decimal? TrailPrice { get; init; }

    /// <summary>Per cent of the best price between it and a trailing stop.</summary>
    public decimal? TrailPercent { get; init; }

    public OrderClass Class { get; init; }

    /// <summary>Limit of the take-profit exit.</summary>
    public decimal? TakeProfitLimit { get; init; }

    public decimal? StopLossStop { get; init; }

    /// <summary>Limit of the stop-loss exit; null makes it a stop order.</summary>
    public decimal? StopLossLimit { get; init; }

    public bool ExtendedHours { get; init; }

    public string? ClientOrderId { get; init; }

    [JsonIgnore]
    public bool IsForAuction => TimeInForce is TimeInForce.Opg or TimeInForce.Cls;

    [JsonIgnore]
    public bool IsFractional => Notional is not null || (Qty is { } qty && qty != decimal.Truncate(qty));
}
