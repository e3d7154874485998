namespace Torghut.Alpaca.TradeUpdates;

/// <summary>One frame of the trade-updates socket.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Update">The order event; null for other kinds.</param>
/// <param name="Text">Status of an authorization, streams of a listening, text of an error, reason of a rejection.</param>
public sealed record TradeUpdateFrame(TradeUpdateFrameKind Kind, TradeUpdateMessage? Update, string Text);
