namespace Torghut.Ta.Runtime;

/// <summary>What a log's own records say of its time, nanoseconds.</summary>
/// <param name="Latest">Newest event time.</param>
/// <param name="Receipt">Newest receipt.</param>
internal readonly record struct LogTimes(long Latest, long Receipt);
