using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Messages;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>One market-data connection: its state, its queue, and the frames the market is filling for it.</summary>
internal sealed class MarketSession
{
    private readonly IMessageEncoder _control;
    private readonly TimeSpan? _timeout;
    private volatile Subscriptions _subscriptions;

    public MarketSession(UpgradedSocket socket, SocketOutbox outbox, bool binary, IMessageEncoder control, IMessageEncoder data, Subscriptions none,
        AlpacaSimulatorOptions options)
    {
        _control = control;
        _timeout = options.SlowClientTimeout;
        _subscriptions = none;
        Socket = socket;
        Outbox = outbox;
        Binary = binary;
        FrameType = binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
        Frames = new FrameBuilder(data, FrameType, options.MaxBatch);
    }

    public UpgradedSocket Socket { get; }

    public SocketOutbox Outbox { get; }

    /// <summary>Whether the client asked for MessagePack.</summary>
    public bool Binary { get; }

    public WebSocketMessageType FrameType { get; }

    /// <summary>Filled by the market's thread only.</summary>
    public FrameBuilder Frames { get; }

    /// <summary>A message that a fault keeps back until after the next one. Market's thread only.</summary>
    public byte[]? Held { get; set; }

    public bool Authenticated { get; set; }

    public Subscriptions Subscriptions
    {
        get => _subscriptions;
        set => _subscriptions = value;
    }

    /// <summary>When <see cref="Subscriptions"/> last changed, in the time provider's ticks.</summary>
    public long ChangedAt { get; set; }

    public ValueTask SendControlAsync(JsonObject message, CancellationToken cancellationToken)
    {
        var bytes = _control.Control(message);
        return Outbox.SendAsync(new OutboundFrame(bytes, bytes.Length, FrameType), cancellationToken);
    }

    /// <summary>Queues the frames the market has completed.</summary>
    public async ValueTask SendSealedAsync(CancellationToken cancellationToken)
    {
        while (Frames.Sealed.TryDequeue(out var frame))
        {
            if (!await Outbox.SendWithinAsync(frame, _timeout, cancellationToken))
            {
                Socket.Cut();
            }
        }
    }
}
