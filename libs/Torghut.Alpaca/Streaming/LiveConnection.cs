using System.Net;
using System.Net.Sockets;

namespace Torghut.Alpaca.Streaming;

/// <summary>
/// Connections that the kernel watches. A WebSocket ping needs a reader for its pong, and we stop reading on purpose while Kafka is away;
/// TCP's own probes find a dead peer without that.
/// </summary>
internal static class LiveConnection
{
    private const int Probes = 3;

    public static SocketsHttpHandler CreateHandler(AlpacaStreamOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = options.ConnectTimeout,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, options, cancellationToken),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint address, AlpacaStreamOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)options.ProbeInterval.TotalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Math.Max(1, (int)options.ProbeTimeout.TotalSeconds / Probes));
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
