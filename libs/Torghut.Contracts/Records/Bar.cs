namespace Torghut.Contracts.Records;

/// <summary>Alpaca's one-minute bar; <see cref="Records.Envelope.EventTs"/> is its left edge.</summary>
/// <param name="IsUpdate">Whether the bar revises one that was published before.</param>
/// <param name="TradeCount">Trades that add volume.</param>
/// <param name="Vwap">Volume-weighted average price; null when the feed omits it.</param>
public readonly record struct Bar(
    Envelope Envelope,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    long TradeCount,
    double? Vwap,
    bool IsUpdate);
