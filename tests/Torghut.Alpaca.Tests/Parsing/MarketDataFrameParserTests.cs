using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Tests.Parsing;

public sealed class MarketDataFrameParserTests
{
    private const long April6 = 1_775_490_866_000_000_000;

    [Test]
    public void Parse_TradeAndQuote_DeliversBothInOrder()
    {
        var read = RecordingHandler.Read(SampleFrames.TradeAndQuote);

        Assert.That(read.Rejections, Is.Empty);
        Assert.That(read.Messages, Has.Count.EqualTo(2));
        var trade = (TradeMessage)read.Messages[0];
        Assert.That(
            trade with { Conditions = [] },
            Is.EqualTo(new TradeMessage("AAPL", 628, 162.92, 3, "K", [], "C", April6 + 838_232_225)));
        Assert.That(trade.Conditions, Is.EqualTo(new[] { "@", "I" }));
        var quote = (QuoteMessage)read.Messages[1];
        Assert.That(
            quote with { Conditions = [] },
            Is.EqualTo(new QuoteMessage("AAPL", 162.91, 100, "K", 162.93, 200, "Q", [], "C", April6 + 900_000_000)));
        Assert.That(quote.Conditions, Is.EqualTo(new[] { "R" }));
    }

    [TestCase("b", BarKind.Minute)]
    [TestCase("u", BarKind.Updated)]
    [TestCase("d", BarKind.Daily)]
    public void Parse_Bar_KeepsItsChannel(string type, BarKind kind)
    {
        var bar = RecordingHandler.Read(SampleFrames.Bar.Replace("\"b\"", $"\"{type}\"", StringComparison.Ordinal)).Single<BarMessage>();

        Assert.That(bar, Is.EqualTo(new BarMessage(kind, "FAKEPACA", 132.65, 136, 132.12, 134.65, 205, 16, 133.7, 1_721_807_760_000_000_000)));
    }

    [Test]
    public void Parse_BarWithoutVwap_LeavesItNull()
    {
        var bar = RecordingHandler.Read(SampleFrames.Bar.Replace(",\"vw\":133.7", "", StringComparison.Ordinal)).Single<BarMessage>();

        Assert.That(bar.Vwap, Is.Null);
    }

    [Test]
    public void Parse_Status_KeepsCodesAndTexts() => Assert.That(
        RecordingHandler.Read(SampleFrames.Status).Single<StatusMessage>(),
        Is.EqualTo(new StatusMessage("AAPL", "H", "Trading Halt", "T1", "News Pending", "C", April6)));

    [Test]
    public void Parse_Luld_KeepsBands() => Assert.That(
        RecordingHandler.Read(SampleFrames.Luld).Single<LuldMessage>(),
        Is.EqualTo(new LuldMessage("AAPL", 171.1, 154.8, "B", "C", April6)));

    [Test]
    public void Parse_Correction_KeepsBothSides()
    {
        var correction = RecordingHandler.Read(SampleFrames.Correction).Single<CorrectionMessage>();

        Assert.That(correction.OriginalConditions, Is.EqualTo(new[] { " ", "7" }));
        Assert.That(
            correction with { OriginalConditions = [], CorrectedConditions = [] },
            Is.EqualTo(new CorrectionMessage("EEM", "M", 101, 39.15, 400, [], 102, 39.18, 400, [], "B", April6)));
    }

    [Test]
    public void Parse_Cancel_KeepsItsAction() => Assert.That(
        RecordingHandler.Read(SampleFrames.Cancel).Single<CancelMessage>(),
        Is.EqualTo(new CancelMessage("AAPL", 628, 162.92, 3, "K", "C", "C", April6)));

    [TestCase(SampleFrames.Connected, ControlKind.Connected, 0)]
    [TestCase(SampleFrames.Error, ControlKind.Error, 406)]
    [TestCase("""[{"T":"success","msg":"authenticated"}]""", ControlKind.Authenticated, 0)]
    [TestCase("""[{"T":"success","msg":"something new"}]""", ControlKind.Success, 0)]
    public void Parse_Notice_IsTold(string frame, ControlKind kind, int code)
    {
        var control = RecordingHandler.Read(frame).Single<ControlMessage>();

        Assert.That((control.Kind, control.Code), Is.EqualTo((kind, code)));
    }

    [Test]
    public void Parse_Subscription_ToleratesNullAndUnknownChannels()
    {
        var channels = RecordingHandler.Read(SampleFrames.Subscription).Single<ControlMessage>().Subscriptions!;

        Assert.That(channels["trades"], Is.EqualTo(new[] { "AAPL" }));
        Assert.That(channels["dailyBars"], Is.Empty);
        Assert.That(channels["novelty"], Is.EqualTo(new[] { "X" }));
    }

    [Test]
    public void Parse_TypeNotFirst_IsFoundAllTheSame()
    {
        var trade = RecordingHandler.Read("""[ {"S":"A","i":1,"p":2,"nested":{"T":"q"},"s":3,"t":"2026-04-06T15:54:26Z","T":"t"} ]""").Single<TradeMessage>();

        Assert.That(trade.Price, Is.EqualTo(2));
    }

    [Test]
    public void Parse_UnknownFields_AreCountedAndSteppedOver()
    {
        var parser = new MarketDataFrameParser();
        var handler = new RecordingHandler();
        parser.Parse("""[{"T":"t","S":"A","i":1,"p":2,"s":3,"t":"2026-04-06T15:54:26Z","tks":"B","deep":{"a":[1,{"b":"]"}]}}]"""u8, handler);

        Assert.That(handler.Messages, Has.Count.EqualTo(1));
        Assert.That(parser.UnknownFields, Is.EqualTo(2));
    }

    [Test]
    public void Parse_EscapedText_IsResolved()
    {
        var status = RecordingHandler.Read(
            """[{"T":"s","S":"A","sc":"\u0048","sm":"a\"b\\c\/\n\u00e9\ud83d\ude00","t":"2026-04-06T15:54:26Z"}]""").Single<StatusMessage>();

        Assert.That(status.StatusText, Is.EqualTo("a\"b\\c/\né😀"));
        Assert.That(status.StatusCode, Is.EqualTo("H"));
    }

    [Test]
    public void Parse_CryptoTrade_NeedsNoVenue()
    {
        var trade = RecordingHandler.Read("""[{"T":"t","S":"BTC/USD","i":1,"p":60000.5,"s":0.0001,"t":"2026-04-06T15:54:26Z","tks":"B"}]""")
            .Single<TradeMessage>();

        Assert.That((trade.Symbol, trade.Size, trade.Exchange), Is.EqualTo(("BTC/USD", 0.0001, "")));
    }

    [Test]
    public void Next_LargeBatch_StopsAfterEveryMessage()
    {
        var one = """{"T":"t","S":"A","i":1,"p":2,"s":3,"t":"2026-04-06T15:54:26Z"}""";
        var frame = System.Text.Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat(one, 500)) + "]");
        var parser = new MarketDataFrameParser();
        var handler = new RecordingHandler();
        var cursor = default(FrameCursor);
        var calls = 1;
        while (parser.Next(frame, ref cursor, handler))
        {
            Assert.That(handler.Messages, Has.Count.EqualTo(calls));
            calls++;
        }

        Assert.That(calls, Is.EqualTo(500));
        Assert.That(handler.Messages, Has.Count.EqualTo(500));
    }
}
