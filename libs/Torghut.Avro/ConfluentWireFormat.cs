using System.Buffers;
using System.Buffers.Binary;

namespace Torghut.Avro;

/// <summary>The frame around a Kafka value: a zero byte, the schema's registry id as four big-endian bytes, then the datum.</summary>
public static class ConfluentWireFormat
{
    public const byte Magic = 0;

    /// <summary>Bytes before the datum.</summary>
    public const int HeaderSize = 5;

    /// <summary>Writes the frame's head; the datum follows.</summary>
    public static void WriteHeader(IBufferWriter<byte> buffer, int schemaId)
    {
        var head = buffer.GetSpan(HeaderSize);
        head[0] = Magic;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], schemaId);
        buffer.Advance(HeaderSize);
    }

    /// <summary>Splits a framed value; false when it is no frame.</summary>
    public static bool TryRead(ReadOnlySpan<byte> framed, out int schemaId, out ReadOnlySpan<byte> datum)
    {
        if (framed.Length < HeaderSize || framed[0] != Magic)
        {
            schemaId = 0;
            datum = default;
            return false;
        }

        schemaId = BinaryPrimitives.ReadInt32BigEndian(framed[1..]);
        datum = framed[HeaderSize..];
        return true;
    }

    /// <summary>Splits a framed value.</summary>
    /// <exception cref="AvroException"><see cref="AvroError.NotFramed"/>.</exception>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> framed, out int schemaId) =>
        TryRead(framed, out schemaId, out var datum)
            ? datum
            : throw new AvroException(AvroError.NotFramed, 0, $"{framed.Length} bytes that do not begin with the magic byte and a schema id");
}
