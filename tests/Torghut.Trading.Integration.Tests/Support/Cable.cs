using System.Net;
using System.Net.Sockets;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>A TCP connection between the service and a server that can be cut.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _cut = new();
    private readonly Task _accepting;

    public Cable(Uri server)
    {
        _listener.Start();
        Address = new UriBuilder(server) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = AcceptAsync(server.Host, server.Port);
    }

    /// <summary>Where the service finds the server.</summary>
    public Uri Address { get; }

    /// <summary>Ends every connection and refuses new ones, for good.</summary>
    public async Task CutAsync()
    {
        await _cut.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        _cut.Dispose();
    }

    private async Task AcceptAsync(string host, int port)
    {
        var pairs = new List<Task>();
        try
        {
            while (true)
            {
                pairs.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_cut.Token), host, port));
            }
        }
        catch (Exception cut) when (cut is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(pairs);
        }
    }

    private async Task CarryAsync(TcpClient near, string host, int port)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                await far.ConnectAsync(host, port, _cut.Token);
                var (a, b) = (near.GetStream(), far.GetStream());
                await Task.WhenAny(a.CopyToAsync(b, _cut.Token), b.CopyToAsync(a, _cut.Token));
            }
            catch (Exception broken) when (broken is OperationCanceledException or IOException or SocketException)
            {
                near.Client.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }
    }
}
