namespace Torghut.Ta.Sink;

/// <summary>A row of a batch: where its bytes are, and the record it was made of.</summary>
/// <param name="Start">First byte within the batch's rows.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Day">Day of the row's partition in ClickHouse, days since the epoch.</param>
/// <param name="Record">The record's own bytes, for a dead letter.</param>
internal readonly record struct BatchRow(int Start, int Length, long Day, RecordPosition Position, StoredRecord Record = default);
