using FsCheck;
using FsCheck.Fluent;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Signals;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Tests.Execution;

/// <summary>
/// Whatever one field of one item of the broker's holds, the others are read, what concerns another symbol stays known, and nothing but the exceptions of the
/// contract comes out.
/// </summary>
public sealed class BrokerAnswerPropertyTests
{
    /// <summary>Of each kind; together more than 100,000.</summary>
    private const int Cases = 5_000;

    /// <summary>Of each kind, where there is time.</summary>
    private const int DrillCases = 100_000;

    private static Config Of(int cases) => Config.QuickThrowOnFailure.WithMaxTest(cases);

    private static readonly string GoodOrder = BrokerAnswers.Text(BrokerAnswers.Order).Replace("MSFT", "AAPL", StringComparison.Ordinal)
        .Replace("-odd", "-good", StringComparison.Ordinal);

    private static readonly string GoodPosition = BrokerAnswers.Text(BrokerAnswers.Position).Replace("MSFT", "AAPL", StringComparison.Ordinal)
        .Replace("\"-5\"", "\"50\"", StringComparison.Ordinal);

    private static readonly BrokerAccount Account = new(100_000, 100_000, 100_000, 100_000, false, true);

    [TestCase(Cases)]
    [TestCase(DrillCases, Category = "Drill")]
    public void Orders_OneOdd_OthersAreRead(int cases) => Prop.ForAll(BrokerAnswers.Odd(BrokerAnswers.Order).ToArbitrary(), odd =>
    {
        var list = BrokerAnswers.Broker($"[{odd},{GoodOrder}]").ListOpenAsync(CancellationToken.None).GetAwaiter().GetResult();
        var snapshot = new PortfolioSnapshot(Account, [new BrokerPosition("AAPL", 50, 100, 100, 5_000)], list, new Dictionary<string, PriceView>());
        return list.Total == 2 && list.Any(order => order.OrderId == "o-good") && snapshot.View("AAPL").PositionQty == 50
            && list.All(IsStorable) && list.Unread.All(item => IsKept(item.RawJson));
    }).Check(Of(cases));

    /// <summary>Nine decimals of a share were cut to six once, and the account did not add up.</summary>
    [Test]
    public async Task Position_OfNineDecimals_IsReadExactly()
    {
        var odd = new Dictionary<string, string>(BrokerAnswers.Position) { ["qty"] = "\"10.123456789\"", ["qty_available"] = "\"10.123456789\"" };
        var list = await BrokerAnswers.Broker($"[{BrokerAnswers.Text(odd)}]").ListPositionsAsync(CancellationToken.None);
        Assert.That(list.Single().Qty, Is.EqualTo(10.123456789m));
    }

    [TestCase(Cases)]
    [TestCase(DrillCases, Category = "Drill")]
    public void Positions_OneOdd_OthersAreHeld(int cases) => Prop.ForAll(BrokerAnswers.Odd(BrokerAnswers.Position).ToArbitrary(), odd =>
    {
        var list = BrokerAnswers.Broker($"[{odd},{GoodPosition}]").ListPositionsAsync(CancellationToken.None).GetAwaiter().GetResult();
        var snapshot = new PortfolioSnapshot(Account, list, [], new Dictionary<string, PriceView>());
        return list.Total == 2 && list.Any(position => position is { Symbol: "AAPL", Qty: 50 }) && snapshot.View("AAPL").PositionQty == 50
            && list.Unread.All(item => IsKept(item.RawJson));
    }).Check(Of(cases));

    [TestCase(Cases)]
    [TestCase(DrillCases, Category = "Drill")]
    public void Activities_OneOdd_OthersAreReadAndEffectsAreBounded(int cases) => Prop.ForAll(BrokerAnswers.Odd(BrokerAnswers.Activity).ToArbitrary(), odd =>
    {
        var good = BrokerAnswers.Text(BrokerAnswers.Activity).Replace("::x", "::good", StringComparison.Ordinal);
        var list = BrokerAnswers.Broker($"[{odd},{good}]").ListActivitiesAsync(DateTimeOffset.UnixEpoch, null, CancellationToken.None).GetAwaiter().GetResult();
        return list.Total == 2 && list.Any(activity => activity.Id.EndsWith("::good", StringComparison.Ordinal)) && list.All(HasBoundedEffect)
            && list.Unread.All(item => IsKept(item.RawJson));
    }).Check(Of(cases));

    [TestCase(Cases)]
    [TestCase(DrillCases, Category = "Drill")]
    public void Account_Odd_NeverStopsAnythingAndPaysNoEntry(int cases) => Prop.ForAll(BrokerAnswers.Odd(BrokerAnswers.Account).ToArbitrary(), odd =>
    {
        var account = BrokerAnswers.Broker(odd).GetAccountAsync(CancellationToken.None).GetAwaiter().GetResult();
        return account.Unread is null || (account.DailyLoss == 0 && IsKept(account.RawJson));
    }).Check(Of(cases));

    [TestCase(Cases)]
    [TestCase(DrillCases, Category = "Drill")]
    public void Clock_Odd_IsReadOrCannotBeRead(int cases) => Prop.ForAll(BrokerAnswers.Odd(BrokerAnswers.Clock).ToArbitrary(), odd =>
        ReadsOrRefuses(() => BrokerAnswers.Broker(odd).GetClockAsync(CancellationToken.None))).Check(Of(cases));

    [TestCase(Cases)]
    [TestCase(DrillCases, Category = "Drill")]
    public void Asset_Odd_ConcernsItsSymbolAlone(int cases) => Prop.ForAll(BrokerAnswers.Odd(BrokerAnswers.Asset).ToArbitrary(), odd =>
        ReadsOrRefuses(() => BrokerAnswers.Broker(odd).FindAssetAsync("MSFT", CancellationToken.None), itemAlone: true)).Check(Of(cases));

    [TestCase(Cases)]
    [TestCase(DrillCases, Category = "Drill")]
    public void SingleOrder_Odd_ConcernsItselfAlone(int cases) => Prop.ForAll(BrokerAnswers.Odd(BrokerAnswers.Order).ToArbitrary(), odd =>
        ReadsOrRefuses(() => BrokerAnswers.Broker(odd).FindAsync("o-odd", CancellationToken.None), itemAlone: true)).Check(Of(cases));

    /// <summary>Situations that people have reported.</summary>
    [TestCase("\"symbol\":\"MSFT\"", "\"symbol\":\"\"")]
    [TestCase("\"symbol\":\"MSFT\"", "\"symbol\":null")]
    [TestCase("\"side\":\"buy\"", "\"side\":null")]
    [TestCase("\"client_order_id\":\"c-odd\"", "\"client_order_id\":null")]
    [TestCase("\"filled_qty\":\"4\"", "\"filled_qty\":\"1000\"")]
    [TestCase("\"limit_price\":\"101\"", "\"limit_price\":\"1e13\"")]
    [TestCase("\"filled_avg_price\":\"100.25\"", "\"filled_avg_price\":null")]
    [TestCase("\"id\":\"o-odd\"", "\"id\":\"a\\u0000b\"")]
    public async Task Order_NotUnderstood_IsKeptApart(string field, string odd)
    {
        var list = await BrokerAnswers.Broker($"[{BrokerAnswers.Text(BrokerAnswers.Order).Replace(field, odd, StringComparison.Ordinal)},{GoodOrder}]")
            .ListOpenAsync(CancellationToken.None);
        Assert.That((list.Count, list.Unread.Count, list.Total), Is.EqualTo((1, 1, 2)));
        Assert.That(list.Unread[0].RawJson, Does.Contain(odd), "as it came");
    }

    [TestCase("\"status\":\"partially_filled\"", "\"status\":\"pending_review\"")]
    [TestCase("\"qty\":\"10\"", "\"qty\":null")]
    [TestCase("\"symbol\":\"MSFT\"", "\"symbol\":\"SPY250919P00550000\"")]
    public async Task Order_Unusual_IsRead(string field, string unusual)
    {
        var list = await BrokerAnswers.Broker($"[{BrokerAnswers.Text(BrokerAnswers.Order).Replace(field, unusual, StringComparison.Ordinal)}]")
            .ListOpenAsync(CancellationToken.None);
        Assert.That((list.Count, list.Unread.Count), Is.EqualTo((1, 0)));
    }

    private static bool IsStorable(BrokerOrder order) =>
        order.OrderId.Length is > 0 and <= 128 && order.ClientOrderId.Length is > 0 and <= 128 && order.Side is "buy" or "sell"
        && !string.Concat(order.OrderId, order.ClientOrderId, order.Symbol, order.Status).Contains('\0', StringComparison.Ordinal)
        && order.FilledQty >= 0 && order.FilledQty <= (order.Qty ?? decimal.MaxValue) && order.View.FilledQty < 1e15m && IsKept(order.RawJson)
        && order.UpdatedAt.Year is >= 2000 and < 2200;

    private static bool IsKept(string raw) => !PersistedJson.OfExternal(raw).Text.Contains("\\u0000", StringComparison.Ordinal);

    private static bool HasBoundedEffect(BrokerActivity activity)
    {
        try
        {
            var effect = ActivityEffect.Of(activity);
            return Math.Abs(effect.Cash) < 1e15m && Math.Abs(effect.Shares) < 1e15m && (effect.IsKnown || (effect.Cash, effect.Shares) == (0, 0));
        }
        catch (FormatException)
        {
            return true;
        }
    }

    private static bool ReadsOrRefuses<T>(Func<Task<T>> read, bool itemAlone = false)
    {
        try
        {
            read().GetAwaiter().GetResult();
            return true;
        }
        catch (BrokerException refused)
        {
            return !itemAlone || refused is BrokerItemException;
        }
    }
}
