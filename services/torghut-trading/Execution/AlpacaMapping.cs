using Torghut.Alpaca.Trading;

namespace Torghut.Trading.Execution;

/// <summary>Alpaca's records as ours.</summary>
internal static class AlpacaMapping
{
    public static OrderRequest Request(PlannedOrder order, string clientOrderId) => new()
    {
        Symbol = order.Symbol,
        Side = order.Side == Strategies.OrderSide.Buy ? OrderSide.Buy : OrderSide.Sell,
        Type = order.Kind == OrderKind.Limit ? OrderType.Limit : OrderType.Market,
        TimeInForce = TimeInForce.Day,
        ClientOrderId = clientOrderId,
        Qty = order.Qty,
        LimitPrice = order.LimitPrice,
    };

    public static BrokerOrder Order(AlpacaOrder order) => new()
    {
        OrderId = order.Id,
        ClientOrderId = order.ClientOrderId,
        Symbol = order.Symbol,
        Side = Word(order.Side),
        Type = Word(order.Type),
        TimeInForce = Word(order.TimeInForce),
        Qty = order.Qty,
        Notional = order.Notional,
        LimitPrice = order.LimitPrice,
        StopPrice = order.StopPrice,
        Status = order.StatusText,
        FilledQty = order.FilledQty,
        FilledAvgPrice = order.FilledAvgPrice,
        SubmittedAt = order.SubmittedAt?.ToUniversalTime(),
        FilledAt = order.FilledAt?.ToUniversalTime(),
        UpdatedAt = Newest(order),
        RawJson = order.RawJson,
    };

    public static BrokerAccount Account(AlpacaAccount account) => new(
        account.Equity,
        account.LastEquity,
        account.Cash,
        account.BuyingPower,
        account.AccountBlocked || account.TradingBlocked || account.TradeSuspendedByUser || account.Status != AccountStatus.Active,
        account.ShortingEnabled);

    public static BrokerPosition Position(AlpacaPosition position) =>
        new(position.Symbol, position.Qty, position.AvgEntryPrice, position.CurrentPrice, position.MarketValue);

    private static string Word(Enum value) => Json.CanonicalText.Of(value);

    private static DateTimeOffset Newest(AlpacaOrder order)
    {
        var times =
            new[] { order.UpdatedAt, order.CreatedAt, order.SubmittedAt, order.FilledAt, order.CanceledAt, order.ExpiredAt, order.FailedAt, order.ReplacedAt };
        return (times.Max() ?? DateTimeOffset.UnixEpoch).ToUniversalTime();
    }
}
