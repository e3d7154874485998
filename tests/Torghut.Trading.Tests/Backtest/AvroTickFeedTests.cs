using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Containers;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Trading.Backtest;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Ticks of Avro files, joined by time.</summary>
public sealed class AvroTickFeedTests
{
    private static readonly long Open = Nanos.Of(RecordedDayOfSignals.Open);

    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("torghut-ticks-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void ReadTo_TradesAndQuotes_InTheOrderOfTimeQuotesFirst()
    {
        using var feed = new AvroTickFeed(
            [Trades((1, 100.5, Channels.Trades), (2, 101, Channels.Corrections), (3, 102, Channels.Trades)), Quotes((1, 100), (2, 101), (9, 105))], null);
        var seen = new List<string>();
        feed.ReadTo(Open + 3, (in MarketTick tick) => seen.Add($"{tick.At - Open} {(tick.IsTrade ? "trade" : "quote")} {tick.Price}"));
        Assert.That(seen, Is.EqualTo(new[] { "1 quote 100", "1 trade 100.5", "2 quote 101", "3 trade 102" }), "a correction fills nothing");
        feed.ReadTo(Open + 8, (in MarketTick _) => Assert.Fail("nothing is there yet"));
        feed.ReadTo(Open + 9, (in MarketTick tick) => seen.Add($"{tick.Ask}"));
        Assert.That(seen[^1], Is.EqualTo("105.02"));
    }

    [Test]
    public void ReadTo_OtherSymbols_ArePassedOver()
    {
        using var feed = new AvroTickFeed([Quotes((1, 100))], new HashSet<string> { "MSFT" });
        feed.ReadTo(long.MaxValue, (in MarketTick _) => Assert.Fail("it is of AAPL"));
    }

    [Test]
    public void Open_OtherRecordsOrNoOrder_IsRefused()
    {
        var other = Path.Combine(_folder, "signals.avro");
        File.WriteAllBytes(other, RecordedDayOfSignals.Bytes(1));
        Assert.That(() => new AvroTickFeed([other], null), Throws.TypeOf<InvalidDataException>().With.Message.Contains("neither trades nor quotes"));
        using var feed = new AvroTickFeed([Quotes((2, 100), (1, 101))], null);
        Assert.That(
            () => feed.ReadTo(long.MaxValue, (in MarketTick _) => { }), Throws.TypeOf<InvalidDataException>().With.Message.Contains("order of event time"));
    }

    [Test]
    public void Parse_AvroFiles_AreCollectedAndAllowEveryFill()
    {
        var arguments = BacktestArguments.Parse(["--signals", "-", "--ticks", "avro:a", "--ticks", "avro:b", "--fills", "queue"], out _)!;
        Assert.That(arguments.AvroTicks, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(BacktestArguments.Parse(["--signals", "-", "--ticks", "avro:a", "--ticks", "lean:b"], out var problem), Is.Null);
        Assert.That(problem, Does.Contain("not both"));
    }

    private string Trades(params (long At, double Price, string Channel)[] ticks) => Write(
        "trades.avro", RecordCodecs.Trade, ticks.Select(tick => new Trade(Head(tick.At, tick.Channel), 1, tick.Price, 100, "P", [], "C")));

    private string Quotes(params (long At, double Bid)[] ticks) => Write(
        "quotes.avro", RecordCodecs.Quote,
        ticks.Select(tick => new Quote(Head(tick.At, Channels.Quotes), tick.Bid, 300, "P", Math.Round(tick.Bid + 0.02, 2), 200, "P", [], "C")));

    private string Write<T>(string name, RecordCodec<T> codec, IEnumerable<T> records)
        where T : struct
    {
        var path = Path.Combine(_folder, name);
        using var file = File.Create(path);
        using var writer = new ContainerWriter(file, codec.Schema);
        foreach (var record in records)
        {
            var datum = new AvroWriter(writer.Buffer);
            codec.Write(record, ref datum);
            writer.Appended();
        }

        return path;
    }

    private static Envelope Head(long at, string channel) => new(Open + at, Open + at, "sip", channel, "AAPL", at, true, Sources.WebSocket, null);
}
