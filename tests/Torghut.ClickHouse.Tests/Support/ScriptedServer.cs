using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Torghut.ClickHouse.Tests;

/// <summary>An HTTP server that answers every request with given bytes and then closes, resets or hangs. For what a real server does only when it
/// breaks.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private ScriptedServer(byte[] response, ScriptedEnd end)
    {
        _listener.Start();
        _serving = ServeAsync(response, end);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Answers with these bytes as they are.</summary>
    public static ScriptedServer Raw(string response, ScriptedEnd end = ScriptedEnd.Close) => new(Encoding.Latin1.GetBytes(response), end);

    /// <summary>Answers with a status, header lines and a body of the right length.</summary>
    public static ScriptedServer Respond(int status, string headers, byte[] body, ScriptedEnd end = ScriptedEnd.Close) =>
        new([.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status} X\r\n{headers}Content-Length: {body.Length}\r\n\r\n"), .. body], end);

    public void Dispose()
    {
        _stop.Cancel();
        _serving.GetAwaiter().GetResult();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(byte[] response, ScriptedEnd end)
    {
        try
        {
            while (true)
            {
                using Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                await TryAnswerAsync(socket, response, end);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TryAnswerAsync(Socket socket, byte[] response, ScriptedEnd end)
    {
        try
        {
            await ReadRequestAsync(socket);
            await socket.SendAsync(response, _stop.Token);
            if (end == ScriptedEnd.Hang)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
            }

            if (end == ScriptedEnd.Reset)
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            else
            {
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (SocketException)
        {
            // The client has seen enough.
        }
    }

    // Enough of HTTP for one request: to the end of its head, and then of its body.
    private async Task ReadRequestAsync(Socket socket)
    {
        var text = new StringBuilder();
        var chunk = new byte[16 * 1024];
        while (!IsWhole(text.ToString()))
        {
            int read = await socket.ReceiveAsync(chunk, _stop.Token);
            if (read == 0)
            {
                return;
            }

            text.Append(Encoding.Latin1.GetString(chunk, 0, read));
        }
    }

    private static bool IsWhole(string text)
    {
        int head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
        {
            return false;
        }

        if (text.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return text.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        }

        const string header = "Content-Length: ";
        int at = text.IndexOf(header, StringComparison.OrdinalIgnoreCase);
        string length = text[(at + header.Length)..text.IndexOf('\r', at)];
        return text.Length - head - 4 >= int.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
    }
}
