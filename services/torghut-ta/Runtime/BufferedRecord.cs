namespace Torghut.Ta.Runtime;

/// <summary>A record that waits for the other log to catch up in event time.</summary>
internal record struct BufferedRecord(InputRecord Record, long Offset);
