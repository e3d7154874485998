namespace Torghut.Sandbox.Kafka.Log;

/// <summary>A transaction whose records a read-committed reader must leave out.</summary>
/// <param name="ProducerId">The producer whose records are void.</param>
/// <param name="FirstOffset">The transaction's first record in the partition.</param>
/// <param name="LastOffset">The offset of the abort marker.</param>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset);
