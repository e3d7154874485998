using System.Security.Cryptography;
using System.Text;

namespace Torghut.Avro.Files;

/// <summary>What object container files have in common (Avro 1.12 specification, "Object Container Files").</summary>
internal static class AvroFileFormat
{
    public const int SyncSize = 16;
    public const string SchemaKey = "avro.schema";
    public const string CodecKey = "avro.codec";
    public const string NullCodec = "null";
    public const string DeflateCodec = "deflate";

    /// <summary>Largest block read, bytes. Writers in use stay far below.</summary>
    public const int MaxBlockBytes = 64 << 20;

    public static ReadOnlySpan<byte> Magic => "Obj\u0001"u8;

    /// <summary>The marker between blocks; made from the schema, so that the same records give the same file.</summary>
    public static byte[] SyncOf(AvroSchema schema) => SHA256.HashData(Encoding.UTF8.GetBytes(schema.Json))[..SyncSize];
}
