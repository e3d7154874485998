namespace Torghut.Contracts.Records;

/// <summary>Best bid and offer; a price of 0 means that the side has no active quote. Sizes are shares.</summary>
public readonly record struct Quote(
    Envelope Envelope,
    double BidPrice,
    double BidSize,
    string BidExchange,
    double AskPrice,
    double AskSize,
    string AskExchange,
    IReadOnlyList<string> Conditions,
    string Tape);
