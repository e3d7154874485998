using Torghut.Alpaca.Parsing;

namespace Torghut.Alpaca.Streaming;

/// <summary>Collects control messages while the session is being set up; data cannot arrive yet and would be ignored.</summary>
internal sealed class ControlInbox : IMarketDataHandler
{
    private readonly Queue<ControlMessage> _messages = new();

    public bool TryTake(out ControlMessage? message) => _messages.TryDequeue(out message);

    public void OnControl(ControlMessage control) => _messages.Enqueue(control);

    public void OnTrade(in TradeMessage trade)
    {
    }

    public void OnQuote(in QuoteMessage quote)
    {
    }

    public void OnBar(in BarMessage bar)
    {
    }

    public void OnCorrection(in CorrectionMessage correction)
    {
    }

    public void OnCancel(in CancelMessage cancel)
    {
    }

    public void OnStatus(in StatusMessage status)
    {
    }

    public void OnLuld(in LuldMessage luld)
    {
    }

    public void OnRejected(RejectReason reason, ReadOnlySpan<byte> message)
    {
    }
}
