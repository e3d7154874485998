namespace Torghut.Contracts.Records;

/// <summary>The input range a derived record was computed from.</summary>
public readonly record struct Lineage(string Topic, int Partition, long FirstOffset, long LastOffset);
