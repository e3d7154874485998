namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>A part of what a stream has missed.</summary>
/// <param name="Reached">Behind it.</param>
/// <param name="Records">Those of the stream's symbols, in the order of each partition.</param>
/// <param name="Gap">Why the stream cannot go on where it was; null when it can.</param>
internal sealed record LivePart(LivePosition Reached, IReadOnlyList<LiveRecord> Records, string? Gap);
