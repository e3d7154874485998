using Torghut.Avro;

namespace Torghut.Contracts.Codecs;

/// <summary>A record type with its schema and its two directions.</summary>
public sealed record RecordCodec<T>(RecordKind Kind, AvroSchema Schema, RecordWrite<T> Write, RecordRead<T> Read)
    where T : struct;
