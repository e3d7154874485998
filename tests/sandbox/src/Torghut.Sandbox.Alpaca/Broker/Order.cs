using System.Text.Json.Serialization;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// An order at the broker. Times are market time in nanoseconds since the epoch. Changed only under the broker's lock. What can be set
/// is what the account's journal keeps.
/// </summary>
internal sealed class Order(Guid id, long sequence, OrderRequest request, SymbolInfo symbol, string clientOrderId, long createdAt)
{
    public Guid Id { get; } = id;

    /// <summary>Place in the order of arrival.</summary>
    public long Sequence { get; } = sequence;

    public OrderRequest Request { get; } = request;

    public SymbolInfo Symbol { get; } = symbol;

    public string ClientOrderId { get; } = clientOrderId;

    public long CreatedAt { get; } = createdAt;

    public long UpdatedAt { get; set; } = createdAt;

    public long? FilledAt { get; set; }

    public long? CanceledAt { get; set; }

    public long? ExpiredAt { get; set; }

    public long? FailedAt { get; set; }

    public long? ReplacedAt { get; set; }

    public Guid? ReplacedBy { get; set; }

    public Guid? Replaces { get; init; }

    public OrderStatus Status { get; set; }

    /// <summary>Shares wanted; for an amount of money known once it is filled.</summary>
    public decimal? Qty { get; set; } = request.Qty;

    public decimal FilledQty { get; set; }

    /// <summary>Dollars paid or received so far.</summary>
    public decimal FilledValue { get; set; }

    public int Fills { get; set; }

    /// <summary>Set once the market went through the stop price.</summary>
    public bool Triggered { get; set; }

    /// <summary>The stop price; a trailing stop's moves with the market.</summary>
    public decimal? StopPrice { get; set; } = request.StopPrice;

    /// <summary>The best market price a trailing stop has seen: the highest when it sells, the lowest when it buys.</summary>
    public decimal? BestPrice { get; set; }

    /// <summary>The order whose exit this is.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>The exits of this order, take-profit first.</summary>
    public List<Guid> LegIds { get; set; } = [];

    /// <summary>When the broker gives the order up; for an auction order the time of the auction.</summary>
    public long ExpiresAt { get; init; }

    /// <summary>Dollars per share that the order holds of the buying power; 0 for one that reduces a position.</summary>
    public decimal ReservePrice { get; init; }

    [JsonIgnore]
    public bool IsOpen => IsWorking || Status is OrderStatus.PendingNew or OrderStatus.Accepted or OrderStatus.Held;

    /// <summary>Whether the market may fill it.</summary>
    [JsonIgnore]
    public bool IsWorking => Status is OrderStatus.New or OrderStatus.PartiallyFilled;

    /// <summary>Whether it lays claim to shares of a position; of two exits only one does.</summary>
    [JsonIgnore]
    public bool HoldsShares => ReservePrice == 0 && IsOpen && Status != OrderStatus.Held;

    [JsonIgnore]
    public decimal? FilledAveragePrice => FilledQty == 0 ? null : Math.Round(FilledValue / FilledQty, 9);

    [JsonIgnore]
    public decimal Remaining => (Qty ?? 0) - FilledQty;

    /// <summary>Buying power held.</summary>
    [JsonIgnore]
    public decimal Reserved => !IsOpen || ReservePrice == 0 ? 0
        : Request.Notional is { } notional ? notional - FilledValue
        : Remaining * ReservePrice;

    /// <summary>What a fault may match.</summary>
    public string? Attribute(string key) => key switch
    {
        "symbol" => Symbol.Name,
        "client_order_id" => ClientOrderId,
        "side" => EnumNames.Of(Request.Side),
        "type" => EnumNames.Of(Request.Type),
        _ => null,
    };
}
