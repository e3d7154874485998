using System.Buffers;
using System.Net.WebSockets;
using Torghut.Sandbox.Alpaca.Messages;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>Collects messages into frames in pooled buffers. Belongs to the thread that runs the market.</summary>
internal sealed class FrameBuilder(IMessageEncoder encoder, WebSocketMessageType type, int maxMessages)
{
    private const int FrameBytes = 64 * 1024;

    private byte[]? _buffer;
    private int _length;
    private int _messages;

    /// <summary>Frames that are complete and wait to be sent.</summary>
    public Queue<OutboundFrame> Sealed { get; } = new();

    public void Append(ReadOnlySpan<byte> message)
    {
        if (_buffer is not null && (_messages == maxMessages || _length + message.Length + 2 > _buffer.Length))
        {
            Seal();
        }

        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(FrameBytes);
            _length = encoder.HeaderSize;
        }
        else
        {
            var separator = encoder.Separator;
            separator.CopyTo(_buffer.AsSpan(_length));
            _length += separator.Length;
        }

        message.CopyTo(_buffer.AsSpan(_length));
        _length += message.Length;
        _messages++;
    }

    /// <summary>Completes the frame that is being filled, if any.</summary>
    public void Seal()
    {
        if (_buffer is null)
        {
            return;
        }

        var length = encoder.Finish(_buffer, _length, _messages);
        Sealed.Enqueue(new OutboundFrame(_buffer, length, type, Pooled: true));
        _buffer = null;
        _messages = 0;
    }

    public void Discard()
    {
        Seal();
        while (Sealed.TryDequeue(out var frame))
        {
            frame.Return();
        }
    }
}
