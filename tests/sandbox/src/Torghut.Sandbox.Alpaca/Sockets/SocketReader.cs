using System.Buffers;
using System.Net.WebSockets;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>Reads whole messages from a client.</summary>
internal sealed class SocketReader(WebSocket socket, int maxMessage)
{
    private readonly ArrayBufferWriter<byte> _message = new(4096);

    /// <summary>True once the client has sent a close frame.</summary>
    public bool ClosedByClient { get; private set; }

    public WebSocketMessageType Type { get; private set; }

    /// <summary>The next message, valid until the next call; null when the connection is at its end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        _message.ResetWrittenCount();
        while (true)
        {
            var result = await socket.ReceiveAsync(_message.GetMemory(4096), cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                ClosedByClient = true;
                return null;
            }

            _message.Advance(result.Count);
            Type = result.MessageType;
            if (_message.WrittenCount > maxMessage)
            {
                return null;
            }

            if (result.EndOfMessage)
            {
                return _message.WrittenMemory;
            }
        }
    }
}
