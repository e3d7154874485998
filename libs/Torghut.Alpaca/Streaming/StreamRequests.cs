using System.Buffers;
using System.Text.Json;

namespace Torghut.Alpaca.Streaming;

/// <summary>Writes what clients say on the sockets.</summary>
internal static class StreamRequests
{
    public static ReadOnlyMemory<byte> Auth(AlpacaCredentials credentials) => Write(json =>
    {
        json.WriteString("action", "auth");
        json.WriteString("key", credentials.KeyId);
        json.WriteString("secret", credentials.SecretKey);
    });

    public static ReadOnlyMemory<byte> Authenticate(AlpacaCredentials credentials) => Write(json =>
    {
        json.WriteString("action", "authenticate");
        json.WriteStartObject("data");
        json.WriteString("key_id", credentials.KeyId);
        json.WriteString("secret_key", credentials.SecretKey);
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Listen(string stream) => Write(json =>
    {
        json.WriteString("action", "listen");
        json.WriteStartObject("data");
        json.WriteStartArray("streams");
        json.WriteStringValue(stream);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <param name="action"><c>subscribe</c> or <c>unsubscribe</c>.</param>
    public static ReadOnlyMemory<byte> Change(string action, IReadOnlyList<string> channels, IReadOnlyList<string> symbols) => Write(json =>
    {
        json.WriteString("action", action);
        foreach (var channel in channels)
        {
            json.WriteStartArray(channel);
            foreach (var symbol in symbols)
            {
                json.WriteStringValue(symbol);
            }

            json.WriteEndArray();
        }
    });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
