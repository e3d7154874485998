using System.Text;
using Confluent.Kafka;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>UTF-8 that keeps null null, unlike the client's own.</summary>
internal sealed class Utf8OrNull : ISerializer<string?>, IDeserializer<string?>
{
    public static readonly Utf8OrNull Instance = new();

    public byte[] Serialize(string? data, SerializationContext context) => data is null ? null! : Encoding.UTF8.GetBytes(data);

    public string? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => isNull ? null : Encoding.UTF8.GetString(data);
}
