namespace Torghut.Ta.Sink;

/// <summary>Where a record's key and value stand in <see cref="RecordBytes"/>, one after the other.</summary>
/// <param name="KeyLength">Null for a record without a key.</param>
/// <param name="ValueLength">Null for a record without a value.</param>
internal readonly record struct StoredRecord(int Start, int? KeyLength, int? ValueLength);
