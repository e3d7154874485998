namespace Torghut.Ta.Configuration;

/// <summary>Where a consumer group without committed offsets begins.</summary>
internal enum OffsetReset
{
    Latest,
    Earliest,
}
