using FsCheck;
using FsCheck.Fluent;
using Torghut.Trading.Execution;
using Torghut.Trading.Reconciliation;

namespace Torghut.Trading.Tests.Reconciliation;

public sealed class AccountBaselineTests
{
    [Test]
    public void Less_OnlyFillsChangedTheAccount_Agrees() => Prop.ForAll(
        (from start in Gen.Choose(-20, 20)
         from fills in (from symbol in Gen.Elements("AAPL", "MSFT")
                        from qty in Gen.Choose(-30, 30)
                        from cents in Gen.Choose(1, 20_000)
                        select (symbol, qty,
         cents)).ListOf()
         select (start, fills)).ToArbitrary(),
        run =>
        {
            var opened = AccountReconciliation(1_000, [("AAPL", run.start)], []);
            var fills = run.fills.Select(f => (f.symbol, (decimal)f.qty, f.cents / 100m)).ToList();
            var held = fills.GroupBy(f => f.symbol).Select(g => (g.Key, g.Sum(f => f.Item2))).Append(("AAPL", run.start));
            return AccountReconciliation(1_000 - fills.Sum(f => f.Item2 * f.Item3), held, fills).Less(opened, 0).IsEmpty;
        }).QuickCheckThrowOnFailure();

    [TestCase(5, 0, "AAPL", 1, TestName = "Less_OneShareTooMany_Named")]
    [TestCase(5, 0, "MSFT", 2, TestName = "Less_SymbolNobodyTraded_Named")]
    [TestCase(5, 0, "AAPL", -10, TestName = "Less_PositionGone_Named")]
    public void Less_PositionUnexplained(decimal cash, decimal expected, string symbol, decimal more)
    {
        var opened = AccountReconciliation(cash, [("AAPL", 10)], []);
        var difference = AccountReconciliation(cash, [("AAPL", 10), (symbol, more)], []).Less(opened, 1);
        Assert.That((difference.Cash, difference.Positions), Is.EqualTo((expected, new Dictionary<string, decimal> { [symbol] = more })));
    }

    [TestCase(100.99, 0)]
    [TestCase(101, 0)]
    [TestCase(101.01, 1.01)]
    [TestCase(99, 0)]
    [TestCase(98.99, -1.01)]
    public void Less_Cash_WithinToleranceAgrees(decimal cash, decimal expected) =>
        Assert.That(AccountReconciliation(cash, [], []).Less(AccountReconciliation(100, [], []), 1).Cash, Is.EqualTo(expected));

    [TestCase(10, true)]
    [TestCase(11, false)]
    public void StoodStill_PositionsReadTwice(decimal after, bool expected)
    {
        BrokerPosition At(string symbol, decimal qty) => new(symbol, qty, 1, 1, qty);
        Assert.That(new AccountObservation(DateTimeOffset.UnixEpoch, 0, [At("MSFT", 1), At("AAPL", 10)], [At("AAPL", after), At("MSFT", 1)]).StoodStill,
            Is.EqualTo(expected));
    }

    private static AccountBaseline AccountReconciliation(decimal cash, IEnumerable<(string, decimal)> positions,
        IReadOnlyList<(string Symbol, decimal Qty, decimal Price)> fills) => AccountBaseline.Of(
        cash,
        positions,
        new AccountTotals(fills.Sum(f => -f.Qty * f.Price), fills.GroupBy(f => f.Symbol).ToDictionary(g => g.Key, g => g.Sum(f => f.Qty))));
}
