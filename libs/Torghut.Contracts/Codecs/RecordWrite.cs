using Torghut.Avro;

namespace Torghut.Contracts.Codecs;

/// <summary>Writes a value as the datum of its contract schema.</summary>
public delegate void RecordWrite<T>(in T value, ref AvroWriter writer)
    where T : struct;
