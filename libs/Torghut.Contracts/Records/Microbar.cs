namespace Torghut.Contracts.Records;

/// <summary>One-second bar; <see cref="Records.Envelope.EventTs"/> is the window's end.</summary>
/// <param name="Vwap">Over the trades that may set high and low.</param>
/// <param name="Count">Trades that add volume.</param>
/// <param name="Lineage">Range of the trades topic the bar was computed from.</param>
public readonly record struct Microbar(
    Envelope Envelope,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    double? Vwap,
    long Count,
    Lineage? Lineage);
