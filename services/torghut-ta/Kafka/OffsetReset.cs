namespace Torghut.Ta.Kafka;

/// <summary>Where a consumer group without committed offsets begins.</summary>
internal enum OffsetReset
{
    Latest,
    Earliest,
}
