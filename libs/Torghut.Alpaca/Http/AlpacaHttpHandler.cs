using System.Net;
using System.Net.Sockets;

namespace Torghut.Alpaca;

/// <summary>The message handler that the REST clients expect.</summary>
public static class AlpacaHttpHandler
{
    /// <summary>
    /// A handler without redirects (credentials would follow them) and without cookies, with finite connect time, connection life and header size.
    /// It does not repeat requests whose body was sent, and its connections send under a <see cref="SendPermit"/>.
    /// </summary>
    /// <param name="connectTimeout">Time to establish a connection, TLS included; default 5 s.</param>
    public static SocketsHttpHandler Create(TimeSpan? connectTimeout = null) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 64,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        ConnectCallback = ConnectAsync,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new PermitStream(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
