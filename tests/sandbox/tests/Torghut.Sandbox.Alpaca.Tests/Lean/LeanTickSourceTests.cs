using Torghut.Sandbox.Alpaca.Lean;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Tests.Support;

namespace Torghut.Sandbox.Alpaca.Tests.Lean;

public sealed class LeanTickSourceTests
{
    private LeanTestFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new LeanTestFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void TryRead_Quotes_KeepTheSideThatDidNotChange()
    {
        _folder.Trades("IBM", "34200000,1826900,100,N,1,0");
        _folder.Quotes("IBM", "34200001,1826800,300,0,0,P,1,0", "34200002,,,1827000,200,N,1,0", "34200003,1826900,100,0,0,Q,1,0");
        var quotes = Read().Where(t => t.Kind == TickKind.Quote).Select(q => (q.Bid, q.BidSize, (char)q.BidExchange, q.Ask, q.AskSize, (char)q.AskExchange));
        Assert.That(quotes, Is.EqualTo(new[]
        {
            (1826800L, 300L, 'P', 0L, 0L, ' '), (1826800L, 300L, 'P', 1827000L, 200L, 'N'), (1826900L, 100L, 'Q', 1827000L, 200L, 'N'),
        }));
    }

    [Test]
    public void TryRead_SeveralSymbols_AreInTheOrderOfTime()
    {
        _folder.Trades("IBM", "1,10,1,N,1,0", "3,10,1,N,1,0", "3,11,1,N,1,0");
        _folder.Trades("AIG", "2,10,1,N,1,0", "3,10,1,N,1,0");
        _folder.Quotes("IBM", "3,10,1,0,0,N,1,0");
        var order = Read().Select(t => ((t.Time / 1_000_000) % 10, t.Symbol, t.Kind, t.Id));
        Assert.That(order, Is.EqualTo(new[]
        {
            (1L, 1, TickKind.Trade, 1L), (2L, 0, TickKind.Trade, 1L), (3L, 0, TickKind.Trade, 2L),
            (3L, 1, TickKind.Quote, 0L), (3L, 1, TickKind.Trade, 2L), (3L, 1, TickKind.Trade, 3L),
        }));
    }

    [TestCase("1", "@")]
    [TestCase("20000020", "F")]
    [TestCase("20002020", "F,T")]
    [TestCase("20200040", "O,X")]
    [TestCase("20000000", "@")]
    [TestCase("80000001", "@,I")]
    [TestCase("6004", "N,T,Z")]
    public void SaleConditions_Bits_BecomeTapeCodes(string bits, string codes) =>
        Assert.That(string.Join(',', SaleConditions.Parse(bits).Codes), Is.EqualTo(codes));

    [TestCase("34200000,x,100,N,1,0", "whole number")]
    [TestCase("34200000,10,100,,1,0", "upper-case letter")]
    [TestCase("34200000,10,100,N,zz,0", "hexadecimal")]
    public void TryRead_BadRow_NamesFileAndRow(string row, string problem)
    {
        _folder.Trades("IBM", "34200000,1826900,100,N,1,0", row);
        Assert.That(() => Read(),
            Throws.TypeOf<LeanFormatException>().With.Message.Contains("row 2").And.Message.Contains(problem).And.Message.Contains("_trade.zip"));
    }

    [Test]
    public void Symbols_NothingRecorded_NamesTheDate() =>
        Assert.That(() => new LeanFolder(_folder.Root, LeanTestFolder.Date).Symbols(), Throws.InstanceOf<IOException>());

    private List<Tick> Read()
    {
        using var source = new LeanTickSource(new LeanFolder(_folder.Root, LeanTestFolder.Date), []);
        var ticks = new List<Tick>();
        while (source.TryRead(out var tick, out _))
        {
            ticks.Add(tick);
        }

        return ticks;
    }
}
