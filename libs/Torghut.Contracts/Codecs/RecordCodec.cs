using Torghut.Avro;

namespace Torghut.Contracts.Codecs;

/// <summary>Writes a value as the datum of its contract schema.</summary>
public delegate void RecordWrite<T>(in T value, ref AvroWriter writer)
    where T : struct;

/// <summary>Reads the datum of a contract schema.</summary>
public delegate T RecordRead<T>(ref AvroReader reader, AvroStringPool strings)
    where T : struct;

/// <summary>A record type with its schema and its two directions.</summary>
public sealed record RecordCodec<T>(RecordKind Kind, AvroSchema Schema, RecordWrite<T> Write, RecordRead<T> Read)
    where T : struct;
