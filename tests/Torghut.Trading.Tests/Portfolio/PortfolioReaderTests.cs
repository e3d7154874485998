using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Tests.Execution;
using Torghut.Trading.Tests.Loop;
using Torghut.Trading.Tests.Submission;

namespace Torghut.Trading.Tests.Portfolio;

/// <summary>The account as decisions are judged against it: in which order it is read, and whose prices it has.</summary>
public sealed class PortfolioReaderTests
{
    private readonly List<string> _asked = [];
    private Dictionary<string, BrokerQuote> _quotes = [];
    private SubmissionRig _rig = null!;

    [SetUp]
    public void Create()
    {
        _asked.Clear();
        (_quotes, _rig) = ([], new SubmissionRig());
    }

    [TearDown]
    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    /// <summary>A fill between the two counts twice rather than not at all.</summary>
    [Test]
    public async Task Read_Orders_BeforePositions()
    {
        await ReadAsync();
        Assert.That(_asked, Is.EqualTo(new[] { "account", "quotes", "orders", "positions" }));
    }

    [Test]
    public async Task Read_MarketDataAway_ThePositionsPriceIsTheBrokersWord()
    {
        Assert.That((await ReadAsync()).Quotes["AAPL"], Is.EqualTo(new BrokerQuote(null, null, 120, null)));
    }

    [Test]
    public async Task Read_MarketDataThere_ItsTradeIsNewerThanThePositions()
    {
        _quotes["AAPL"] = new BrokerQuote(99, 101, 100, 95);
        Assert.That((await ReadAsync()).Quotes["AAPL"], Is.EqualTo(new BrokerQuote(99, 101, 100, 95)));
        _quotes["AAPL"] = new BrokerQuote(99, 101, null, 95);
        Assert.That((await ReadAsync()).Quotes["AAPL"], Is.EqualTo(new BrokerQuote(99, 101, 120, 95)));
    }

    [Test]
    public async Task Read_SymbolsHeldAndOrdered_ArePricedToo()
    {
        var reading = await ReadAsync();
        Assert.That(reading.Prices.Keys, Is.EquivalentTo(new[] { "AAPL", "MSFT", "NVDA" }));
        Assert.That(reading.Snapshot.View("NVDA").OtherPositions, Is.EqualTo(2));
    }

    /// <summary>Money that was moved is no gain of the day, here as in reconciliation.</summary>
    [Test]
    public async Task Read_MoneyMoved_IsLeftOutOfTheDaysLoss()
    {
        var reading = await ReadAsync(moved: -400);
        Assert.That(reading.Snapshot.AccountView.DailyLoss, Is.EqualTo(100));
    }

    private Task<PortfolioReading> ReadAsync(decimal moved = 0)
    {
        var broker = new DoubleBroker
        {
            GetAccount = () => Asked("account", new BrokerAccount(9_500, 10_000, 0, 0, false, true)),
            ListQuotes = () => Asked<IReadOnlyDictionary<string, BrokerQuote>>("quotes", _quotes),
            ListOpen = () => Asked<IReadOnlyList<BrokerOrder>>("orders", [_rig.Order("c") with { Symbol = "MSFT" }]),
            ListPositions = () => Asked<IReadOnlyList<BrokerPosition>>("positions", [new BrokerPosition("AAPL", 10, 90, 120, 1_200)]),
        };
        var source = new MemorySignals();
        foreach (var symbol in new[] { "AAPL", "MSFT", "NVDA", "TSLA" })
        {
            source.Prices[symbol] = new PriceView(100, SubmissionRig.Noon, 1_000);
        }

        var quotes = new QuoteReader(broker, _rig.Time, NullLogger<QuoteReader>.Instance);
        return new PortfolioReader(broker, source, quotes, _rig.Get<UnreadItems>(), new MovedMoney { SinceLastClose = moved }, _rig.Time)
            .ReadAsync(["NVDA"], SubmissionRig.Noon, CancellationToken.None);
    }

    private T Asked<T>(string what, T answer)
    {
        _asked.Add(what);
        return answer;
    }
}
