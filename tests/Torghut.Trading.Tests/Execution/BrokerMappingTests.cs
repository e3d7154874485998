using System.Globalization;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Execution;

/// <summary>What the broker answers, field by field: one that stands in another's place is money or shares that are not there.</summary>
public sealed class BrokerMappingTests
{
    [Test]
    public async Task Order_EveryField_IsInItsPlace()
    {
        var order = await BrokerAnswers.Broker(With(BrokerAnswers.Order, ("stop_price", "\"99.5\""), ("notional", "\"1010\"")))
            .FindAsync("o-odd", CancellationToken.None);
        Assert.That(order! with { RawJson = "" }, Is.EqualTo(new BrokerOrder
        {
            OrderId = "o-odd",
            ClientOrderId = "c-odd",
            Symbol = "MSFT",
            Side = "buy",
            Type = "limit",
            TimeInForce = "day",
            Qty = 10,
            Notional = 1010,
            LimitPrice = 101,
            StopPrice = 99.5m,
            Status = "partially_filled",
            FilledQty = 4,
            FilledAvgPrice = 100.25m,
            SubmittedAt = At("2026-04-06T15:54:27.1Z"),
            FilledAt = null,
            UpdatedAt = At("2026-04-06T15:54:28.1Z"),
            RawJson = "",
        }));
    }

    /// <summary>The newest of all its times is the order's, whichever it is.</summary>
    [TestCase("created_at")]
    [TestCase("submitted_at")]
    [TestCase("filled_at")]
    [TestCase("canceled_at")]
    [TestCase("expired_at")]
    [TestCase("failed_at")]
    [TestCase("replaced_at")]
    public async Task Order_NewestTime_IsThatOfItsState(string field)
    {
        var order = await BrokerAnswers.Broker(With(BrokerAnswers.Order, (field, "\"2026-04-06T16:00:00Z\""))).FindAsync("o-odd", CancellationToken.None);
        Assert.That(order!.UpdatedAt, Is.EqualTo(At("2026-04-06T16:00:00Z")));
    }

    [TestCase("filled_qty", "\"10\"", true)]
    [TestCase("filled_qty", "\"10.000000001\"", false, Description = "more than was ordered")]
    [TestCase("filled_avg_price", "null", false, Description = "filled at no price")]
    [TestCase("side", "\"sell_short\"", false)]
    [TestCase("qty", "\"-1\"", false)]
    [TestCase("limit_price", "\"999999999\"", true)]
    [TestCase("limit_price", "\"1000000000\"", false)]
    [TestCase("limit_price", "\"-0.01\"", false)]
    [TestCase("updated_at", "\"2199-12-31T23:59:59Z\"", true)]
    [TestCase("updated_at", "\"2200-01-01T00:00:00Z\"", false)]
    [TestCase("submitted_at", "\"1999-12-31T23:59:59Z\"", false)]
    [TestCase("submitted_at", "\"2000-01-01T00:00:00Z\"", true)]
    [TestCase("client_order_id", "\"a\\tb\"", false)]
    public async Task Order_Field_IsWithinBoundsOrTheOrderIsNotRead(string field, string value, bool read)
    {
        var list = await BrokerAnswers.Broker($"[{With(BrokerAnswers.Order, (field, value))}]").ListOpenAsync(CancellationToken.None);
        Assert.That((list.Count, list.Unread.Count), Is.EqualTo(read ? (1, 0) : (0, 1)));
    }

    [TestCase(128, 64, true)]
    [TestCase(129, 64, false)]
    [TestCase(128, 65, false)]
    public async Task Order_IdAndSymbol_HaveALength(int id, int symbol, bool read)
    {
        var order = With(BrokerAnswers.Order, ("client_order_id", $"\"{new string('c', id)}\""), ("symbol", $"\"{new string('S', symbol)}\""));
        Assert.That((await BrokerAnswers.Broker($"[{order}]").ListOpenAsync(CancellationToken.None)).Count, Is.EqualTo(read ? 1 : 0));
    }

    [Test]
    public async Task Account_EveryField_IsInItsPlace()
    {
        var account = await BrokerAnswers.Broker(With(BrokerAnswers.Account, ("equity", "\"101000\""))).GetAccountAsync(CancellationToken.None);
        Assert.That(account with { RawJson = "" }, Is.EqualTo(new BrokerAccount(101_000, 99_000, 100_000, 400_000, false, true) { RawJson = "" }));
    }

    [TestCase("trading_blocked", "true", true)]
    [TestCase("account_blocked", "true", true)]
    [TestCase("trade_suspended_by_user", "true", true)]
    [TestCase("status", "\"ACCOUNT_CLOSED\"", true)]
    [TestCase("status", "\"A_WORD_FROM_THE_FUTURE\"", true)]
    [TestCase("status", "\"ACTIVE\"", false)]
    [TestCase("shorting_enabled", "false", false)]
    public async Task Account_AnyBlock_BlocksIt(string field, string value, bool blocked) =>
        Assert.That((await BrokerAnswers.Broker(With(BrokerAnswers.Account, (field, value))).GetAccountAsync(CancellationToken.None)).Blocked,
            Is.EqualTo(blocked));

    /// <summary>What was not understood pays for no entry, and nothing is judged by it.</summary>
    [TestCase("equity", "\"1e13\"")]
    [TestCase("cash", "\"-1e13\"")]
    [TestCase("buying_power", "\"abc\"")]
    [TestCase("last_equity", "[]")]
    [TestCase("last_equity", "{\"value\":\"99000\"}")]
    [TestCase("trading_blocked", "\"maybe\"")]
    public async Task Account_FieldThatDecisionsNeed_MakesAllOfItUnread(string field, string value)
    {
        var account = await BrokerAnswers.Broker(With(BrokerAnswers.Account, (field, value))).GetAccountAsync(CancellationToken.None);
        Assert.That(account.Unread, Does.Contain(field));
        Assert.That(account.DailyLoss, Is.Zero);
    }

    [Test]
    public async Task Position_EveryField_IsInItsPlace()
    {
        var list = await BrokerAnswers.Broker($"[{With(BrokerAnswers.Position, ("qty_available", "\"-3\""))}]").ListPositionsAsync(CancellationToken.None);
        Assert.That(list.Single(), Is.EqualTo(new BrokerPosition("MSFT", -5, 100, 120, -600, 3)));
    }

    /// <summary>Without the price that was paid the market's stands in, and without both there is none.</summary>
    [TestCase("null", "\"120\"", 120)]
    [TestCase("null", "null", 0)]
    public async Task Position_WithoutAnEntryPrice_IsWorthTheMarkets(string entry, string current, decimal price)
    {
        var list = await BrokerAnswers.Broker($"[{With(BrokerAnswers.Position, ("avg_entry_price", entry), ("current_price", current))}]")
            .ListPositionsAsync(CancellationToken.None);
        Assert.That(list.Single().AvgEntryPrice, Is.EqualTo(price));
    }

    [Test]
    public async Task Activity_EveryField_IsInItsPlace()
    {
        var list = await ListAsync(BrokerAnswers.Text(BrokerAnswers.Activity));
        Assert.That(list.Single() with { RawJson = "" }, Is.EqualTo(new BrokerActivity(
            "20260406115427100::x", "DIV", "executed", At("2026-04-06T15:54:27.1Z"), "MSFT", 2, 1.02m, "")));
    }

    /// <summary>Its own time, else that of its id, else its day's beginning in New York; without any it is not read.</summary>
    [TestCase("\"2026-04-06T15:00:00Z\"", "\"20260406115427100::x\"", "\"2026-04-05\"", "2026-04-06T15:00:00Z")]
    [TestCase("null", "\"20260406115427100::x\"", "\"2026-04-05\"", "2026-04-06T15:54:27.1Z")]
    [TestCase("null", "\"x\"", "\"2026-04-05\"", "2026-04-05T04:00:00Z")]
    [TestCase("null", "\"19990406115427100::x\"", "\"2026-04-05\"", "2026-04-05T04:00:00Z")]
    [TestCase("null", "\"x\"", "\"1999-04-05\"", null)]
    [TestCase("null", "\"x\"", "null", null)]
    public async Task Activity_Time_IsTheBestThatIsKnown(string transaction, string id, string date, string? at)
    {
        var list = await ListAsync(With(BrokerAnswers.Activity, ("transaction_time", transaction), ("id", id), ("date", date)));
        Assert.That(list.Select(activity => activity.At), Is.EqualTo(at is null ? [] : new[] { At(at) }));
    }

    [TestCase("active", true, true, true, true, true)]
    [TestCase("inactive", true, true, true, false, true)]
    [TestCase("active", false, true, true, false, true)]
    [TestCase("active", true, false, true, true, false)]
    [TestCase("active", true, true, false, true, false)]
    public async Task Asset_TradedAndLent_NeedsAll(string status, bool tradable, bool shortable, bool easy, bool traded, bool lent)
    {
        var asset = await BrokerAnswers.Broker(With(BrokerAnswers.Asset, ("status", $"\"{status}\""), ("tradable", Word(tradable)),
            ("shortable", Word(shortable)), ("easy_to_borrow", Word(easy)))).FindAssetAsync("MSFT", CancellationToken.None);
        Assert.That((asset!.Symbol, asset.Tradable, asset.Shortable), Is.EqualTo(("MSFT", traded, lent)));
    }

    [Test]
    public async Task Quote_EveryField_IsInItsPlace() =>
        Assert.That(await QuoteAsync("99.5", "101", "100", "95"), Is.EqualTo(new BrokerQuote(99.5m, 101, 100, 95)));

    /// <summary>Nothing is reckoned with such prices: a midpoint of two of them is no number at all.</summary>
    [TestCase("50000000000000000000000000000", "50000000000000000000000000001", "1000000000", "1e27")]
    [TestCase("0", "-1", "0", "null")]
    public async Task Quote_PricesThatNoneCanBe_SayNothing(string bid, string ask, string trade, string close)
    {
        var quote = await QuoteAsync(bid, ask, trade, close);
        Assert.That((quote.Mid, quote.Price), Is.EqualTo(((decimal?)null, (decimal?)null)));
        Assert.That(quote, Is.EqualTo(new BrokerQuote(null, null, null, null)));
    }

    private static async Task<BrokerQuote> QuoteAsync(string bid, string ask, string trade, string close)
    {
        var prices = $$$"""{"MSFT":{"latestTrade":{"p":{{{trade}}}},"latestQuote":{"bp":{{{bid}}},"ap":{{{ask}}}},"prevDailyBar":{"c":{{{close}}}},"minuteBar":null}}""";
        return (await BrokerAnswers.Broker("", prices).ListQuotesAsync(["MSFT"], CancellationToken.None))["MSFT"];
    }

    private static string Word(bool value) => value ? "true" : "false";

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Task<ItemList<BrokerActivity>> ListAsync(string activity) =>
        BrokerAnswers.Broker($"[{activity}]").ListActivitiesAsync(DateTimeOffset.UnixEpoch, null, CancellationToken.None);

    private static string With(Dictionary<string, string> fields, params (string Name, string Value)[] changes)
    {
        var changed = new Dictionary<string, string>(fields, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            changed[name] = value;
        }

        return BrokerAnswers.Text(changed);
    }
}
