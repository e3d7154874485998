using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Tests.Support;

/// <summary>A record as the producer was given it.</summary>
internal sealed record SentRecord(ProduceTopic Topic, string Key, byte[] Value)
{
    public T Read<T>(RecordCodec<T> codec)
        where T : struct
    {
        if (!ConfluentWireFormat.TryRead(Value, out _, out var datum))
        {
            throw new FormatException("The value has no frame.");
        }

        var reader = new AvroReader(datum);
        return codec.Read(ref reader, new AvroStringPool());
    }
}
