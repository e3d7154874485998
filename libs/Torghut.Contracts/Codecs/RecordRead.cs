using Torghut.Avro;

namespace Torghut.Contracts.Codecs;

/// <summary>Reads the datum of a contract schema.</summary>
public delegate T RecordRead<T>(ref AvroReader reader, AvroStringPool strings)
    where T : struct;
