namespace Torghut.Ta.Sink;

/// <summary>Where a derived record lies.</summary>
internal readonly record struct RecordPosition(string Topic, int Partition, long Offset);
