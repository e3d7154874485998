namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>A record of the stream, written once for all clients.</summary>
/// <param name="Topic">Index of its topic in <see cref="LiveTopic.All"/>.</param>
/// <param name="Data">What clients are sent, JSON in UTF-8 without a line break.</param>
internal sealed record LiveRecord(int Topic, int Partition, long Offset, string Symbol, ReadOnlyMemory<byte> Data);
