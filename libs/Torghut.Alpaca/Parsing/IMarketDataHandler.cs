using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Parsing;

/// <summary>Receives what a frame holds, in order. Strings and lists come from pools and may be kept.</summary>
public interface IMarketDataHandler
{
    void OnTrade(in TradeMessage trade);

    void OnQuote(in QuoteMessage quote);

    void OnBar(in BarMessage bar);

    void OnCorrection(in CorrectionMessage correction);

    void OnCancel(in CancelMessage cancel);

    void OnStatus(in StatusMessage status);

    void OnLuld(in LuldMessage luld);

    void OnControl(ControlMessage control);

    /// <summary>A message, or the rest of the frame, could not be used.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="message">Its bytes as received; valid during the call only.</param>
    void OnRejected(RejectReason reason, ReadOnlySpan<byte> message);
}
