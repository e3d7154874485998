using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;

namespace Torghut.Ws.Replay;

/// <summary>One recorded message with its time, which paces the replay.</summary>
/// <param name="TimestampNanos">Nanoseconds since the Unix epoch, UTC.</param>
/// <param name="Deliver">Hands it to a receiver as if it had just been parsed.</param>
internal sealed record ReplayMessage(long TimestampNanos, Action<IMarketDataHandler> Deliver)
{
    public static ReplayMessage Of(TradeMessage trade) => new(trade.TimestampNanos, handler => handler.OnTrade(trade));

    public static ReplayMessage Of(QuoteMessage quote) => new(quote.TimestampNanos, handler => handler.OnQuote(quote));

    public static ReplayMessage Of(BarMessage bar) => new(bar.TimestampNanos, handler => handler.OnBar(bar));

    public static ReplayMessage Of(CorrectionMessage correction) => new(correction.TimestampNanos, handler => handler.OnCorrection(correction));

    public static ReplayMessage Of(CancelMessage cancel) => new(cancel.TimestampNanos, handler => handler.OnCancel(cancel));
}
