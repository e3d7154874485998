using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Messages;

/// <summary>
/// Writes the messages of the market-data socket in one of its two encodings. A returned span is valid until the next call on the
/// same encoder; one encoder belongs to one thread.
/// </summary>
internal interface IMessageEncoder
{
    /// <summary>Bytes that a frame needs in front of its messages for the array that holds them.</summary>
    int HeaderSize { get; }

    ReadOnlySpan<byte> Encode(scoped in Tick tick);

    ReadOnlySpan<byte> Encode(scoped in Bar bar, BarKind kind);

    /// <summary>Closes a frame whose messages follow <see cref="HeaderSize"/> free bytes; gives the frame's length.</summary>
    int Finish(Span<byte> frame, int length, int messages);

    /// <summary>Whether a separator goes between two messages, and which.</summary>
    ReadOnlySpan<byte> Separator { get; }

    /// <summary>A control frame: an array of one message.</summary>
    byte[] Control(JsonObject message);
}
