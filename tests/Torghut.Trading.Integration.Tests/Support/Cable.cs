using System.Net;
using System.Net.Sockets;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>A TCP connection between the service and a server that can be cut, or held as if the server stood still.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _cut = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _carrying = Completed();

    public Cable(Uri server)
    {
        _listener.Start();
        Address = new UriBuilder(server) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = AcceptAsync(server.Host, server.Port);
    }

    /// <summary>Where the service finds the server.</summary>
    public Uri Address { get; }

    /// <summary>Connections are made and kept, but nothing that is sent arrives until <see cref="Release"/>.</summary>
    public void Hold() => _carrying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _carrying.TrySetResult();

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
                await Task.WhenAny(PumpAsync(a, b), PumpAsync(b, a));
            }
            catch (Exception broken) when (broken is OperationCanceledException or IOException or SocketException)
            {
                near.Client.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16_384];
        while (await from.ReadAsync(buffer, _cut.Token) is var read and > 0)
        {
            await _carrying.Task.WaitAsync(_cut.Token);
            await to.WriteAsync(buffer.AsMemory(0, read), _cut.Token);
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
