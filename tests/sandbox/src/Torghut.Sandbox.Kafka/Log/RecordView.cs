namespace Torghut.Sandbox.Kafka.Log;

/// <summary>Where one record lies in its batch's decompressed records.</summary>
internal readonly record struct RecordView(long Offset, long Timestamp, Range Bytes, Range? Key, bool HasValue);
