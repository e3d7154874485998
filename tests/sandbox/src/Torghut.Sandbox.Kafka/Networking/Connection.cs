using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Apis;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Security;

namespace Torghut.Sandbox.Kafka.Networking;

/// <summary>One client's connection: its requests are answered one after the other, in the order they came.</summary>
internal sealed class Connection(Socket socket, KafkaBrokerOptions options, X509Certificate2? certificate, RequestDispatcher dispatcher, ILogger logger)
    : IDisposable
{
    private readonly Lock _closeGate = new();
    private readonly CancellationTokenSource _closed = new();
    private bool _disposed;
    private string? _clientId;

    private string Remote { get; } = (socket.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "unknown";

    public async Task RunAsync()
    {
        try
        {
            socket.NoDelay = true;
            await using var stream = await OpenStreamAsync().ConfigureAwait(false);
            await ServeAsync(stream).ConfigureAwait(false);
            BrokerEvents.ConnectionEnded(logger, _clientId, Remote);
        }
        catch (Exception e) when (e is ProtocolException or AuthenticationException)
        {
            BrokerEvents.ConnectionRefused(logger, _clientId, Remote, e.Message);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            BrokerEvents.ConnectionEnded(logger, _clientId, Remote);
        }
    }

    /// <summary>Ends the connection from outside; whatever is being handled is given up.</summary>
    public void Close()
    {
        lock (_closeGate)
        {
            if (_disposed)
            {
                return;
            }

            _closed.Cancel();
            socket.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_closeGate)
        {
            _disposed = true;
            socket.Dispose();
            _closed.Dispose();
        }
    }

    private async ValueTask<Stream> OpenStreamAsync()
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (certificate is null)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, _closed.Token).ConfigureAwait(false);
        return secure;
    }

    private async Task ServeAsync(Stream stream)
    {
        using var frames = new FrameReader(stream, options.MaxRequestBytes);
        var context = new RequestContext(Remote, new ConnectionIdentity(options.Users.Count > 0), options.Time.GetTimestamp(), _closed.Token);
        using var writer = context.Writer;
        while (await frames.ReadAsync(_closed.Token).ConfigureAwait(false) is { } frame)
        {
            var response = await dispatcher.HandleAsync(frame, context).ConfigureAwait(false);
            _clientId = context.ClientId;
            if (response == RequestOutcome.Close)
            {
                return;
            }

            if (response == RequestOutcome.Answered)
            {
                await stream.WriteAsync(writer.Written, _closed.Token).ConfigureAwait(false);
            }

            if (context.ClosesConnection)
            {
                return;
            }
        }
    }
}
