using System.Text;
using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Tests.Parsing;

public sealed class AllocationTests
{
    private const int WarmUp = 2_000;
    private const int Measured = 10_000;

    [TestCase(SampleFrames.TradeAndQuote)]
    [TestCase(SampleFrames.Bar)]
    [TestCase(SampleFrames.Correction)]
    [TestCase(SampleFrames.Cancel)]
    [TestCase(SampleFrames.Status)]
    [TestCase(SampleFrames.Luld)]
    [TestCase("""[{"T":"t","S":"A","i":1,"p":-2,"s":3,"t":"2026-04-06T15:54:26Z"},{"T":"new"}]""")]
    public void Parse_WarmPools_AllocatesNothing(string text)
    {
        var frame = Encoding.UTF8.GetBytes(text);
        var parser = new MarketDataFrameParser();
        var handler = new CountingHandler();
        for (var i = 0; i < WarmUp; i++)
        {
            parser.Parse(frame, handler);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Measured; i++)
        {
            parser.Parse(frame, handler);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(handler.Count, Is.GreaterThanOrEqualTo(WarmUp + Measured));
    }

    private sealed class CountingHandler : IMarketDataHandler
    {
        public int Count { get; private set; }

        public void OnTrade(in TradeMessage trade) => Count++;

        public void OnQuote(in QuoteMessage quote) => Count++;

        public void OnBar(in BarMessage bar) => Count++;

        public void OnCorrection(in CorrectionMessage correction) => Count++;

        public void OnCancel(in CancelMessage cancel) => Count++;

        public void OnStatus(in StatusMessage status) => Count++;

        public void OnLuld(in LuldMessage luld) => Count++;

        public void OnControl(ControlMessage control) => Count++;

        public void OnRejected(RejectReason reason, ReadOnlySpan<byte> message) => Count++;
    }
}
