using System.Buffers;
using System.Net.WebSockets;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>What a session still has to put on its socket.</summary>
internal readonly record struct OutboundFrame(byte[] Buffer, int Length, WebSocketMessageType Type, bool Pooled = false, FrameAction Action = FrameAction.Send)
{
    /// <summary>Closes the connection after what was queued before.</summary>
    public static OutboundFrame Close { get; } = new([], 0, WebSocketMessageType.Close, Action: FrameAction.Close);

    /// <summary>Cuts the connection after some bytes, which may be none.</summary>
    public static OutboundFrame Cut(byte[] bytes) => new(bytes, bytes.Length, WebSocketMessageType.Binary, Action: FrameAction.WriteAndCut);

    public void Return()
    {
        if (Pooled)
        {
            ArrayPool<byte>.Shared.Return(Buffer);
        }
    }
}
