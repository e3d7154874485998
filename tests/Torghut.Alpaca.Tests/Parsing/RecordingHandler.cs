using System.Text;
using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Tests.Parsing;

/// <summary>Keeps everything that a parser delivers.</summary>
internal sealed class RecordingHandler : IMarketDataHandler
{
    public List<object> Messages { get; } = [];

    public List<(RejectReason Reason, string Text)> Rejections { get; } = [];

    public static RecordingHandler Read(string frame) => Read(Encoding.UTF8.GetBytes(frame));

    public static RecordingHandler Read(ReadOnlySpan<byte> frame)
    {
        var handler = new RecordingHandler();
        new MarketDataFrameParser().Parse(frame, handler);
        return handler;
    }

    public T Single<T>()
    {
        Assert.That(Rejections, Is.Empty);
        Assert.That(Messages, Has.Count.EqualTo(1));
        return (T)Messages[0];
    }

    public void OnTrade(in TradeMessage trade) => Messages.Add(trade);

    public void OnQuote(in QuoteMessage quote) => Messages.Add(quote);

    public void OnBar(in BarMessage bar) => Messages.Add(bar);

    public void OnCorrection(in CorrectionMessage correction) => Messages.Add(correction);

    public void OnCancel(in CancelMessage cancel) => Messages.Add(cancel);

    public void OnStatus(in StatusMessage status) => Messages.Add(status);

    public void OnLuld(in LuldMessage luld) => Messages.Add(luld);

    public void OnControl(ControlMessage control) => Messages.Add(control);

    public void OnRejected(RejectReason reason, ReadOnlySpan<byte> message) => Rejections.Add((reason, Encoding.UTF8.GetString(message)));
}
