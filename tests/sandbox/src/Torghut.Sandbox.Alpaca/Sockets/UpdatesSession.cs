using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>One connection to the trading stream.</summary>
internal sealed class UpdatesSession(UpgradedSocket socket, SocketOutbox outbox, bool msgPack, bool binary)
{
    private readonly WebSocketMessageType _type = msgPack || binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
    private volatile bool _listening;

    public UpgradedSocket Socket { get; } = socket;

    public SocketOutbox Outbox { get; } = outbox;

    public bool MsgPack { get; } = msgPack;

    public bool Authorized { get; set; }

    /// <summary>Whether trade updates are wanted.</summary>
    public bool Listening
    {
        get => _listening;
        set => _listening = value;
    }

    public ValueTask SendAsync(JsonObject message, CancellationToken cancellationToken) => Outbox.SendAsync(Encode(message), cancellationToken);

    /// <summary>Queues a trade update; a client that has let too many wait is cut off, because updates are never skipped.</summary>
    public void Deliver(JsonObject message)
    {
        if (_listening && !Outbox.TrySend(Encode(message)))
        {
            Socket.Cut();
        }
    }

    private OutboundFrame Encode(JsonObject message)
    {
        var bytes = MsgPack ? MsgPackJson.FromJson(message) : JsonSerializer.SerializeToUtf8Bytes(message, JsonResponse.Plain);
        return new OutboundFrame(bytes, bytes.Length, _type);
    }
}
