using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Faults;

namespace Torghut.Sandbox.Kafka.Networking;

/// <summary>Accepts connections and keeps track of them until they end.</summary>
internal sealed class ConnectionListener : IAsyncDisposable
{
    private const int Backlog = 512;

    private readonly ConcurrentDictionary<Connection, Task> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _socket;
    private readonly KafkaBrokerOptions _options;
    private readonly FaultPanel _faults;
    private readonly X509Certificate2? _certificate;
    private readonly ILogger _logger;
    private Task _accepting = Task.CompletedTask;

    public ConnectionListener(KafkaBrokerOptions options, FaultPanel faults, ILogger logger)
    {
        _options = options;
        _faults = faults;
        _certificate = options.CertificateFile is { } file ? X509Certificate2.CreateFromPemFile(file, options.CertificateKeyFile) : null;
        _logger = logger;
        var address = IPAddress.TryParse(options.Host, out var parsed) ? parsed : Dns.GetHostAddresses(options.Host)[0];
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(new IPEndPoint(address, options.Port));
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        faults.DropRequested += CloseAll;
    }

    public int Port { get; }

    public void Start(RequestDispatcher dispatcher)
    {
        _socket.Listen(Backlog);
        _accepting = AcceptAsync(dispatcher);
    }

    public void CloseAll()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Close();
        }
    }

    /// <summary>Gives the port back when the broker could not start.</summary>
    public void Release()
    {
        _socket.Dispose();
        _certificate?.Dispose();
        _stopping.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _faults.DropRequested -= CloseAll;
        await _stopping.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
        CloseAll();
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        _certificate?.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(RequestDispatcher dispatcher)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                if (_faults.IsRefusing)
                {
                    socket.Close(0);
                }
                else
                {
                    Serve(socket, dispatcher);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                BrokerEvents.ConnectionRefused(_logger, null, "listener", e.Message);
            }
        }
    }

    private void Serve(Socket socket, RequestDispatcher dispatcher)
    {
        var connection = new Connection(socket, _options, _certificate, dispatcher, _logger);
        var started = new TaskCompletionSource();
        _connections[connection] = RunAsync(connection, started.Task);
        started.SetResult();
    }

    private async Task RunAsync(Connection connection, Task registered)
    {
        await registered.ConfigureAwait(false);
        await Task.Yield();
        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            connection.Dispose();
        }
    }
}
