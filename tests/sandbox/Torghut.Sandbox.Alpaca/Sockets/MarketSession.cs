using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>One market-data connection: its outbound queue, its state, and the frames the market is filling for it.</summary>
internal sealed class MarketSession
{
    private const int QueuedFrames = 8;

    private readonly UpgradedSocket _socket;
    private readonly IMessageEncoder _control;
    private readonly Channel<OutboundFrame> _queue = Channel.CreateBounded<OutboundFrame>(
        new BoundedChannelOptions(QueuedFrames) { SingleReader = true });

    private volatile Subscriptions _subscriptions;

    public MarketSession(UpgradedSocket socket, bool binary, IMessageEncoder control, IMessageEncoder data, Subscriptions none, int maxBatch)
    {
        _socket = socket;
        _control = control;
        _subscriptions = none;
        Binary = binary;
        FrameType = binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
        Frames = new FrameBuilder(data, FrameType, maxBatch);
    }

    /// <summary>Whether the client asked for MessagePack.</summary>
    public bool Binary { get; }

    public WebSocketMessageType FrameType { get; }

    /// <summary>Filled by the market's thread only.</summary>
    public FrameBuilder Frames { get; }

    public bool Authenticated { get; set; }

    /// <summary>Set when the connection is over.</summary>
    public bool Ended { get; private set; }

    public Subscriptions Subscriptions
    {
        get => _subscriptions;
        set => _subscriptions = value;
    }

    /// <summary>When <see cref="Subscriptions"/> last changed, in the time provider's ticks.</summary>
    public long ChangedAt { get; set; }

    public UpgradedSocket Socket => _socket;

    public ValueTask SendControlAsync(JsonObject message, CancellationToken ct)
    {
        var bytes = _control.Control(message);
        return SendAsync(new OutboundFrame(bytes, bytes.Length, FrameType), ct);
    }

    /// <summary>Queues a frame, waiting while the client takes nothing. A frame for a connection that is over goes nowhere.</summary>
    public async ValueTask SendAsync(OutboundFrame frame, CancellationToken ct)
    {
        try
        {
            await _queue.Writer.WriteAsync(frame, ct);
        }
        catch (ChannelClosedException)
        {
            frame.Return();
        }
    }

    /// <summary>Queues the frames the market has completed.</summary>
    public async ValueTask SendSealedAsync(CancellationToken ct)
    {
        while (Frames.Sealed.TryDequeue(out var frame))
        {
            await SendAsync(frame, ct);
        }
    }

    /// <summary>Puts queued frames on the socket until the connection ends.</summary>
    public async Task PumpAsync(CancellationToken ct)
    {
        await foreach (var frame in _queue.Reader.ReadAllAsync(ct))
        {
            if (frame.Type == WebSocketMessageType.Close)
            {
                await _socket.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
                return;
            }

            await _socket.Socket.SendAsync(frame.Buffer.AsMemory(0, frame.Length), frame.Type, frame.EndsMessage, ct);
            frame.Return();
        }
    }

    /// <summary>Takes nothing more and gives back what was queued.</summary>
    public void End()
    {
        Ended = true;
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var frame))
        {
            frame.Return();
        }
    }
}
