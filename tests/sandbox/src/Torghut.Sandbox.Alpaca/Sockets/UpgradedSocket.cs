using System.Net.WebSockets;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>
/// A WebSocket and the connection under it, which faults may write to directly. It owns the WebSocket; the connection is the web server's.
/// </summary>
internal sealed class UpgradedSocket(Stream transport, TimeSpan pingInterval, Action cut) : IDisposable
{
    public WebSocket Socket { get; } = WebSocket.CreateFromStream(transport, new WebSocketCreationOptions
    {
        IsServer = true,
        KeepAliveInterval = pingInterval > TimeSpan.Zero ? pingInterval : Timeout.InfiniteTimeSpan,
    });

    public Stream Transport { get; } = transport;

    /// <summary>Breaks the connection without a close frame.</summary>
    public Action Cut { get; } = cut;

    public void Dispose() => Socket.Dispose();
}
