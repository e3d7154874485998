using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Torghut.Alpaca.Tests.Trading;

namespace Torghut.Alpaca.Tests.Peers;

/// <summary>
/// A broker on a bare socket that reads every POST to its last byte and then closes the connection in good order, without a byte of an answer. It answers
/// everything else, on connections that are kept.
/// </summary>
internal sealed class ClosingPeer : IAsyncDisposable
{
    private const string LengthHeader = "content-length:";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public ClosingPeer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Method and path of each request that was read whole, with the number of its connection.</summary>
    public ConcurrentQueue<(string Request, int Connection)> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), connections.Count));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        using (client)
        {
            var stream = client.GetStream();
            try
            {
                while (await ReadRequestAsync(stream) is { } request)
                {
                    Requests.Enqueue((request, number));
                    if (request.StartsWith("POST ", StringComparison.Ordinal))
                    {
                        return;
                    }

                    var body = request.Contains("by_client_order_id", StringComparison.Ordinal) ? Samples.Order : Samples.Account;
                    var answer = $"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
                }
            }
            catch (Exception ended) when (ended is OperationCanceledException or IOException)
            {
                // The test is over, or the client left.
                return;
            }
        }
    }

    private async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n");
        var length = lines.FirstOrDefault(line => line.StartsWith(LengthHeader, StringComparison.OrdinalIgnoreCase));
        await stream.ReadExactlyAsync(new byte[length is null ? 0 : int.Parse(length[LengthHeader.Length..], CultureInfo.InvariantCulture)], _stop.Token);
        return lines[0][..lines[0].LastIndexOf(' ')];
    }
}
