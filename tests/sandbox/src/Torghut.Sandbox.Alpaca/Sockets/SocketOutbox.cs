using System.Net.WebSockets;
using System.Threading.Channels;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>The frames that wait for one socket, and the loop that puts them on it.</summary>
internal sealed class SocketOutbox(UpgradedSocket socket, int capacity, TimeProvider time)
{
    private readonly Channel<OutboundFrame> _queue = Channel.CreateBounded<OutboundFrame>(new BoundedChannelOptions(capacity) { SingleReader = true });
    private long _silentUntil;

    /// <summary>Loses everything but closes for a while, as if the server had forgotten the client.</summary>
    public void Silence(TimeSpan duration) =>
        Volatile.Write(ref _silentUntil, time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency));

    /// <summary>Queues a frame, waiting while the client takes nothing. A frame for a connection that is over goes nowhere.</summary>
    public async ValueTask SendAsync(OutboundFrame frame, CancellationToken cancellationToken)
    {
        if (frame.Action == FrameAction.Send && Volatile.Read(ref _silentUntil) > time.GetTimestamp())
        {
            frame.Return();
            return;
        }

        try
        {
            await _queue.Writer.WriteAsync(frame, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            frame.Return();
        }
    }

    /// <summary>Queues a frame; false when the client took nothing within the timeout.</summary>
    public async ValueTask<bool> SendWithinAsync(OutboundFrame frame, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var sending = SendAsync(frame, cancellationToken);
        if (timeout is not { } limit || sending.IsCompleted)
        {
            await sending;
            return true;
        }

        try
        {
            await sending.AsTask().WaitAsync(limit, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Queues a frame if there is room.</summary>
    public bool TrySend(OutboundFrame frame) =>
        (frame.Action == FrameAction.Send && Volatile.Read(ref _silentUntil) > time.GetTimestamp()) || _queue.Writer.TryWrite(frame);

    /// <summary>Puts queued frames on the socket until the connection ends.</summary>
    public async Task PumpAsync(CancellationToken cancellationToken)
    {
        await foreach (var frame in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            switch (frame.Action)
            {
                case FrameAction.Close:
                    await socket.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                    return;
                case FrameAction.WriteAndCut:
                    await socket.Transport.WriteAsync(frame.Buffer.AsMemory(0, frame.Length), cancellationToken);
                    await socket.Transport.FlushAsync(cancellationToken);
                    socket.Cut();
                    return;
                default:
                    await socket.Socket.SendAsync(frame.Buffer.AsMemory(0, frame.Length), frame.Type, endOfMessage: true, cancellationToken);
                    frame.Return();
                    break;
            }
        }
    }

    /// <summary>Takes nothing more and gives back what was queued.</summary>
    public void End()
    {
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var frame))
        {
            frame.Return();
        }
    }
}
