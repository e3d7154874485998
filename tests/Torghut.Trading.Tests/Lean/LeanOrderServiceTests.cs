using Torghut.Trading.Execution;
using Torghut.Trading.LeanRunner;

namespace Torghut.Trading.Tests.Lean;

/// <summary>An id that is known answers with its order, when that is the order asked for.</summary>
public sealed class LeanOrderServiceTests
{
    private static readonly BrokerOrder Known = new()
    {
        OrderId = "o",
        ClientOrderId = LeanGolden.Id,
        Symbol = "AAPL",
        Side = "buy",
        Type = "limit",
        TimeInForce = "day",
        Qty = 50,
        LimitPrice = 100.05m,
        Status = "new",
        UpdatedAt = DateTimeOffset.UnixEpoch,
        RawJson = "{}",
    };

    public static IEnumerable<TestCaseData> Others()
    {
        yield return new TestCaseData(Known with { Symbol = "MSFT" }).SetArgDisplayNames("symbol");
        yield return new TestCaseData(Known with { Side = "sell" }).SetArgDisplayNames("side");
        yield return new TestCaseData(Known with { Qty = 51 }).SetArgDisplayNames("qty");
        yield return new TestCaseData(Known with { Type = "market" }).SetArgDisplayNames("type");
        yield return new TestCaseData(Known with { LimitPrice = 100.06m }).SetArgDisplayNames("limit");
        yield return new TestCaseData(Known with { StopPrice = 99 }).SetArgDisplayNames("stop");
    }

    [Test]
    public void IsSame_OrderThatFillsMeanwhile_Is() =>
        Assert.That(LeanOrderService.IsSame(Known with { Status = "filled", FilledQty = 50, FilledAvgPrice = 100 }, LeanGolden.Request), Is.True);

    [TestCaseSource(nameof(Others))]
    public void IsSame_OneFieldDiffers_IsNot(object other) =>
        Assert.That(LeanOrderService.IsSame((BrokerOrder)other, LeanGolden.Request), Is.False);
}
