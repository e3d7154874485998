using System.Buffers;
using System.Net.WebSockets;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>What a session still has to put on its socket: bytes of one message, or the end of the connection.</summary>
internal readonly record struct OutboundFrame(byte[] Buffer, int Length, WebSocketMessageType Type, bool Pooled = false, bool EndsMessage = true)
{
    /// <summary>Closes the connection after what was queued before.</summary>
    public static OutboundFrame Close { get; } = new([], 0, WebSocketMessageType.Close);

    public void Return()
    {
        if (Pooled)
        {
            ArrayPool<byte>.Shared.Return(Buffer);
        }
    }
}
