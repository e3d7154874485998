using Torghut.Contracts.Time;
using Torghut.Trading.Backtest;
using Torghut.Trading.Execution;
using Torghut.Trading.Simulation;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Orders arrive late, fill for no more than is displayed, and wait for their turn.</summary>
public sealed class QuoteFillsTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    private List<SimulatedFill> _fills = [];
    private SimulatedAccount _account = new(1);
    private QuoteFills _model = new(TimeSpan.Zero, TimeSpan.Zero, false);

    [Test]
    public void Quote_OrderOnItsWay_PaysTheQuoteInForceWhenItArrives()
    {
        Open(queues: false);
        Quote(0, 99, 10, 100, 10);
        Send(OrderSide.Buy, 5, null);
        Quote(100, 100, 10, 101, 10);
        Quote(300, 100, 10, 105, 10);
        Assert.That(Fills, Is.EqualTo(new[] { (5m, 101m) }));
    }

    [Test]
    public void Quote_MoreThanDisplayed_RestWaitsForTheNextQuote()
    {
        Open(queues: false);
        Quote(0, 99, 10, 100, 3);
        Send(OrderSide.Buy, 5, 100.5m);
        Quote(200, 99, 10, 100.2m, 10);
        Assert.That(Fills, Is.EqualTo(new[] { (3m, 100m), (2m, 100.2m) }));
    }

    [Test]
    public void Quote_TwoOrders_ShareWhatIsDisplayed()
    {
        Open(queues: false);
        Quote(0, 99, 10, 100, 3);
        Send(OrderSide.Buy, 2, null, "a");
        Send(OrderSide.Buy, 2, null, "b");
        Step(200);
        Assert.That(Fills, Is.EqualTo(new[] { (2m, 100m), (1m, 100m) }));
    }

    [Test]
    public void Quote_StaleOrOneSidedOrCrossed_FillsNothing()
    {
        Open(queues: false);
        Quote(-20_000, 99, 10, 100, 3);
        Send(OrderSide.Buy, 2, null);
        Step(200);
        Assert.That(_fills, Is.Empty, "the quote is twenty seconds old");
        Quote(300, 99, 10, 0, 0);
        Quote(400, 101, 10, 100, 5);
        Assert.That(_fills, Is.Empty);
        Quote(500, 99, 10, 100, 5);
        Assert.That(Fills, Is.EqualTo(new[] { (2m, 100m) }));
    }

    [Test]
    public void Queue_RestingBid_WaitsForWhatIsBeforeIt()
    {
        Open(queues: true);
        Quote(0, 99, 10, 100, 3);
        Send(OrderSide.Buy, 5, 99);
        Step(200);
        Trade(300, 99, 8);
        Assert.That(_fills, Is.Empty, "two shares are still before it");
        Trade(400, 99, 4);
        Trade(500, 99, 10);
        Assert.That(Fills, Is.EqualTo(new[] { (2m, 99m), (3m, 99m) }));
    }

    [Test]
    public void Queue_PriceTradesThrough_FillsAtItsLimit()
    {
        Open(queues: true);
        Quote(0, 99, 10, 100, 3);
        Send(OrderSide.Sell, 5, 102);
        Step(200);
        Quote(300, 101, 10, 103, 10);
        Trade(400, 102, 100);
        Assert.That(_fills, Is.Empty, "nobody knows what stood before it there");
        Trade(500, 102.5m, 4);
        Assert.That(Fills, Is.EqualTo(new[] { (4m, 102m) }));
    }

    /// <summary>What one trade brought to the market is there once, at the price itself and through it.</summary>
    [TestCase(99)]
    [TestCase(98.5)]
    public void Queue_TwoOrders_ShareATrade(decimal price)
    {
        Open(queues: true);
        Quote(0, 99, 0, 100, 3);
        Send(OrderSide.Buy, 5, 99, "a");
        Send(OrderSide.Buy, 5, 99, "b");
        Step(200);
        Trade(300, price, 7);
        Assert.That(Fills, Is.EqualTo(new[] { (5m, 99m), (2m, 99m) }));
    }

    [Test]
    public void Closed_Market_FillsNothing()
    {
        Open(queues: false);
        Quote(0, 99, 10, 100, 3);
        Send(OrderSide.Buy, 2, null);
        _model.OnTick(_account, new MarketTick("AAPL", At(200), false, 99, 10, 100, 3), isOpen: false);
        Assert.That(_fills, Is.Empty);
    }

    private IEnumerable<(decimal, decimal)> Fills => _fills.Select(fill => (fill.Qty, fill.Price));

    private static long At(int milliseconds) => Nanos.Of(Now.AddMilliseconds(milliseconds));

    private void Open(bool queues)
    {
        _fills = [];
        _account = new SimulatedAccount(100_000, _fills.Add);
        _model = new QuoteFills(TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(15), queues);
    }

    private void Send(OrderSide side, decimal qty, decimal? limit, string id = "a")
    {
        var order = new PlannedOrder("AAPL", side, qty, limit is null ? OrderKind.Market : OrderKind.Limit, limit);
        _model.Submitted(_account, _account.Submit(order, id, Now)!, Now);
    }

    private void Quote(int at, decimal bid, decimal bidSize, decimal ask, decimal askSize) =>
        _model.OnTick(_account, new MarketTick("AAPL", At(at), false, bid, bidSize, ask, askSize), isOpen: true);

    private void Trade(int at, decimal price, decimal size) =>
        _model.OnTick(_account, new MarketTick("AAPL", At(at), true, price, size, 0, 0), isOpen: true);

    private void Step(int at) => _model.OnStep(_account, Now.AddMilliseconds(at), isOpen: true);
}
