using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Alpaca.Tests.Support;

/// <summary>A WebSocket client that reads whole messages.</summary>
internal sealed class JsonSocket : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    private readonly ClientWebSocket _socket = new();
    private readonly bool _binary;
    private readonly byte[] _buffer = new byte[16 * 1024 * 1024];

    private JsonSocket(bool binary, string? contentType)
    {
        _binary = binary;
        if (contentType is not null)
        {
            _socket.Options.SetRequestHeader("Content-Type", contentType);
        }
    }

    /// <summary>Kind of the last message read.</summary>
    public WebSocketMessageType Type { get; private set; }

    public static async Task<JsonSocket> ConnectAsync(Uri address, bool binary, string? contentType)
    {
        var socket = new JsonSocket(binary, contentType);
        using var deadline = new CancellationTokenSource(Timeout);
        await socket._socket.ConnectAsync(address, deadline.Token);
        return socket;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        using var deadline = new CancellationTokenSource(Timeout);
        await _socket.SendAsync(bytes, _binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, true, deadline.Token);
    }

    /// <summary>The bytes of the next message; null when the server closed.</summary>
    public async Task<byte[]?> ReadBytesAsync()
    {
        using var deadline = new CancellationTokenSource(Timeout);
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), deadline.Token);
            Type = part.MessageType;
            if (Type == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return _buffer[..length];
            }
        }
    }

    /// <summary>The next message as JSON.</summary>
    public async Task<JsonNode> ReadAsync() =>
        JsonNode.Parse(await ReadBytesAsync() ?? throw new AssertionException("The server closed the connection."))!;

    /// <summary>The only message of the next frame.</summary>
    public async Task<JsonNode> ReadControlAsync()
    {
        var frame = (await ReadAsync()).AsArray();
        Assert.That(frame, Has.Count.EqualTo(1), "A control frame holds one message.");
        return frame[0]!;
    }

    /// <summary>Sends a message and gives the first answer of a kind, passing over data.</summary>
    public async Task<JsonNode> AskAsync(string message, params string[] kinds)
    {
        await SendAsync(message);
        while (true)
        {
            if ((await ReadAsync()).AsArray().FirstOrDefault(m => kinds.Contains(m!["T"]!.ToString())) is { } found)
            {
                return found;
            }
        }
    }

    /// <summary>Reads data until the condition holds for what was read so far.</summary>
    public async Task<List<JsonNode>> ReadUntilAsync(Func<List<JsonNode>, bool> enough)
    {
        var read = new List<JsonNode>();
        while (!enough(read))
        {
            read.AddRange((await ReadAsync()).AsArray().Select(m => m!));
        }

        return read;
    }

    public async Task CloseAsync()
    {
        using var deadline = new CancellationTokenSource(Timeout);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
