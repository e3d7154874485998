using System.Buffers;
using Torghut.Avro;

namespace Torghut.Contracts.Tests.Decoding;

internal static class Frames
{
    public static byte[] Frame(int schemaId, ReadOnlySpan<byte> datum)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ConfluentWireFormat.WriteHeader(buffer, schemaId);
        buffer.Write(datum);
        return buffer.WrittenSpan.ToArray();
    }
}
