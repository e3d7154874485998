using Torghut.Contracts.Decoding;

namespace Torghut.Common.Kafka;

/// <summary>A value as it was received.</summary>
/// <param name="Result">The record, or why there is none yet.</param>
/// <param name="Undecoded">The bytes of a value that was not decoded; null for one that was, and for a record without a value.</param>
public readonly record struct ReceivedValue<T>(DecodeResult<T> Result, byte[]? Undecoded)
    where T : struct;
