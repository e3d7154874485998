namespace Torghut.Alpaca.Streaming;

/// <summary>A trade was corrected: what it was and what it is now.</summary>
/// <param name="TimestampNanos">Nanoseconds since the Unix epoch, UTC.</param>
public readonly record struct CorrectionMessage(
    string Symbol,
    string Exchange,
    long OriginalId,
    double OriginalPrice,
    double OriginalSize,
    IReadOnlyList<string> OriginalConditions,
    long CorrectedId,
    double CorrectedPrice,
    double CorrectedSize,
    IReadOnlyList<string> CorrectedConditions,
    string Tape,
    long TimestampNanos);
