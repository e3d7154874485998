using System.Globalization;
using Torghut.Alpaca.Data;
using Torghut.Alpaca.Trading;
using Torghut.Contracts.Time;

namespace Torghut.Trading.Execution;

/// <summary>Alpaca's records as ours.</summary>
internal static class AlpacaMapping
{
    /// <summary>How an activity's id begins: a time in New York.</summary>
    private const string IdTime = "yyyyMMddHHmmssfff";

    /// <summary>Stands for a time that was not sent: older than any that was.</summary>
    private static readonly DateTimeOffset Unknown = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Fields of the account that decisions need.</summary>
    private static readonly string[] Needed =
        ["account_blocked", "buying_power", "cash", "equity", "last_equity", "status", "trade_suspended_by_user", "trading_blocked"];

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

    /// <exception cref="FormatException">The order cannot be meant: a side that is none, more filled than ordered, a number that no column holds.</exception>
    public static BrokerOrder Order(AlpacaOrder order)
    {
        var qty = BrokerBounds.Size("qty", order.Qty);
        var filled = BrokerBounds.Size("filled_qty", order.FilledQty);
        var average = BrokerBounds.Price("filled_avg_price", order.FilledAvgPrice);
        if (order.Side is not (OrderSide.Buy or OrderSide.Sell))
        {
            throw new FormatException("Field 'side' is neither buy nor sell.");
        }

        if (filled > qty)
        {
            throw new FormatException("Field 'filled_qty' is larger than 'qty'.");
        }

        if (filled > 0 && average is null)
        {
            throw new FormatException("Field 'filled_avg_price' is missing from an order with fills.");
        }

        return new BrokerOrder
        {
            OrderId = BrokerBounds.Id("id", order.Id),
            ClientOrderId = BrokerBounds.Id("client_order_id", order.ClientOrderId),
            Symbol = BrokerBounds.Word("symbol", order.Symbol),
            Side = Word(order.Side),
            Type = Word(order.Type),
            TimeInForce = Word(order.TimeInForce),
            Qty = qty,
            Notional = BrokerBounds.Size("notional", order.Notional),
            LimitPrice = BrokerBounds.Price("limit_price", order.LimitPrice),
            StopPrice = BrokerBounds.Price("stop_price", order.StopPrice),
            Status = BrokerBounds.Word("status", order.StatusText),
            FilledQty = filled,
            FilledAvgPrice = average,
            SubmittedAt = BrokerBounds.Time("submitted_at", order.SubmittedAt),
            FilledAt = BrokerBounds.Time("filled_at", order.FilledAt),
            UpdatedAt = BrokerBounds.Time("updated_at", Newest(order)),
            RawJson = order.RawJson,
        };
    }

    /// <summary>The account. Where a field that decisions need was not understood it says so, and holds nothing that an entry could be paid from.</summary>
    public static BrokerAccount Account(AlpacaAccount account)
    {
        var unread = Needed.FirstOrDefault(account.UnreadFields.Contains);
        try
        {
            return new BrokerAccount(
                BrokerBounds.Money("equity", account.Equity),
                account.LastEquity is { } last ? BrokerBounds.Money("last_equity", last) : null,
                BrokerBounds.Money("cash", account.Cash),
                BrokerBounds.Money("buying_power", account.BuyingPower),
                account.AccountBlocked || account.TradingBlocked || account.TradeSuspendedByUser
                    || (account.Status != AccountStatus.Active && account.StatusText.Length > 0),
                account.ShortingEnabled)
            {
                Unread = unread is null ? null : $"Field '{unread}' is missing or has the wrong type.",
                RawJson = account.RawJson,
            };
        }
        catch (FormatException problem)
        {
            return Unreadable(problem.Message, account.RawJson);
        }
    }

    /// <summary>An account of which nothing is known: no entry can be paid from it, and no exit waits for it.</summary>
    public static BrokerAccount Unreadable(string reason, string rawJson) => new(0, null, 0, 0, false, false) { Unread = reason, RawJson = rawJson };

    /// <exception cref="FormatException">The position cannot be meant.</exception>
    public static BrokerPosition Position(AlpacaPosition position)
    {
        var price = BrokerBounds.Price("current_price", position.CurrentPrice);
        var entry = BrokerBounds.Price("avg_entry_price", position.AvgEntryPrice);
        return new BrokerPosition(
            BrokerBounds.Word("symbol", position.Symbol),
            BrokerBounds.SignedSize("qty", position.Qty),
            entry ?? price ?? 0,
            price,
            position.MarketValue is { } value ? BrokerBounds.Money("market_value", value) : null,
            position.QtyAvailable is { } available ? Math.Abs(BrokerBounds.SignedSize("qty_available", available)) : null);
    }

    /// <summary>What the market data say of a symbol; a price that none can be says nothing.</summary>
    public static BrokerQuote Quote(AlpacaSnapshot snapshot) =>
        new(PriceOrNull(snapshot.Bid), PriceOrNull(snapshot.Ask), PriceOrNull(snapshot.TradePrice), PriceOrNull(snapshot.PreviousClose));

    /// <exception cref="FormatException">The activity cannot be meant.</exception>
    public static BrokerActivity Activity(AlpacaActivity activity)
    {
        var id = BrokerBounds.Id("id", activity.Id);
        return new BrokerActivity(
            id,
            BrokerBounds.Word("activity_type", activity.ActivityType),
            activity.Status is { Length: > 0 } status ? BrokerBounds.Word("status", status) : null,
            BrokerBounds.Time("id", activity.TransactionTime ?? TimeOf(id) ?? StartOf(activity.Date) ?? default),
            activity.Symbol is { Length: > 0 } symbol ? BrokerBounds.Word("symbol", symbol) : null,
            activity.Qty is { } qty ? BrokerBounds.SignedSize("qty", qty) : null,
            activity.NetAmount is { } amount ? BrokerBounds.Money("net_amount", amount) : null,
            activity.RawJson);
    }

    private static decimal? PriceOrNull(decimal? price) => price is > 0 and < BrokerBounds.PriceLimit ? price : null;

    private static DateTimeOffset? TimeOf(string id) => id.Length >= IdTime.Length
        && DateTime.TryParseExact(id[..IdTime.Length], IdTime, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        && IsPlausible(local.Year) ? NewYork.At(local) : null;

    private static DateTimeOffset? StartOf(string? date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && IsPlausible(day.Year) ? NewYork.At(day, TimeOnly.MinValue) : null;

    /// <summary>Whether a wall clock's year is one that has an instant everywhere.</summary>
    private static bool IsPlausible(int year) => year is >= 2000 and < 2200;

    private static string Word(Enum value) => Json.CanonicalText.Of(value);

    private static DateTimeOffset Newest(AlpacaOrder order)
    {
        var times =
            new[] { order.UpdatedAt, order.CreatedAt, order.SubmittedAt, order.FilledAt, order.CanceledAt, order.ExpiredAt, order.FailedAt, order.ReplacedAt };
        return times.Max() ?? Unknown;
    }
}
