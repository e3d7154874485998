using System.Net.Sockets;
using System.Text;

namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>Opens a stream, sees that it has begun, and takes no more bytes of it.</summary>
internal sealed class SilentClient : IDisposable
{
    private const int SmallestBuffer = 2_048;

    private readonly TcpClient _client = new() { ReceiveBufferSize = SmallestBuffer };

    private SilentClient()
    {
    }

    public static async Task<SilentClient> OpenAsync(Uri address, string symbols, string? lastEventId)
    {
        var client = new SilentClient();
        await client._client.ConnectAsync(address.Host, address.Port);
        var stream = client._client.GetStream();
        var resume = lastEventId is null ? "" : $"Last-Event-ID: {lastEventId}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /api/torghut/ta/stream?symbols={symbols} HTTP/1.1\r\nHost: {address.Authority}\r\n{resume}\r\n"));
        var (seen, one) = (new StringBuilder(), new byte[1]);
        while (!seen.ToString().EndsWith("heartbeat", StringComparison.Ordinal))
        {
            Assert.That(await stream.ReadAsync(one), Is.EqualTo(1), seen.ToString());
            seen.Append((char)one[0]);
        }

        return client;
    }

    public void Dispose() => _client.Dispose();
}
