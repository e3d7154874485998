using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Torghut.Alpaca.Tests.Peers;

/// <summary>The server's side of one scripted WebSocket conversation.</summary>
internal sealed class SocketScript(WebSocket socket)
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task RunAsync(HttpContext context, Func<SocketScript, Task> play)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await play(new SocketScript(socket));
    }

    public Task SayAsync(string text, bool binary = false) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, true, CancellationToken.None);

    public Task SayPartAsync(byte[] part, bool last) => socket.SendAsync(part, WebSocketMessageType.Text, last, CancellationToken.None);

    public async Task<string> ReceiveTextAsync()
    {
        var received = await socket.ReceiveAsync(_buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(_buffer, 0, received.Count);
    }

    public Task GoodbyeAsync() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    public void Cut() => socket.Abort();

    /// <summary>Keeps the connection until the client leaves.</summary>
    public async Task StayAsync()
    {
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                await ReceiveTextAsync();
            }
        }
        catch (WebSocketException)
        {
            // The client cut the connection, which ends the script as well as a goodbye does.
            return;
        }
    }
}
