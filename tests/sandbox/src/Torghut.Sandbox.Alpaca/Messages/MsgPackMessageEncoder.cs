using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Messages;

/// <summary>Messages in MessagePack: the same keys as in JSON, times as the timestamp extension.</summary>
internal sealed class MsgPackMessageEncoder(IReadOnlyList<SymbolInfo> symbols) : IMessageEncoder
{
    private readonly byte[] _buffer = new byte[1024];

    public int HeaderSize => 3;

    public ReadOnlySpan<byte> Separator => [];

    public ReadOnlySpan<byte> Encode(scoped in Tick tick)
    {
        var output = new MsgPackOut(_buffer);
        var symbol = symbols[tick.Symbol];
        if (tick.Kind == TickKind.Trade)
        {
            Head(ref output, 9, 't', symbol);
            output.Text("i");
            output.Integer(tick.Id);
            output.Text("x");
            output.Letter(tick.Exchange);
            output.Text("p");
            output.Price(tick.Price);
            output.Text("s");
            output.Integer(tick.Size);
        }
        else
        {
            Head(ref output, 11, 'q', symbol);
            output.Text("ax");
            output.Letter(tick.AskExchange);
            output.Text("ap");
            output.Price(tick.Ask);
            output.Text("as");
            output.Integer(tick.AskSize);
            output.Text("bx");
            output.Letter(tick.BidExchange);
            output.Text("bp");
            output.Price(tick.Bid);
            output.Text("bs");
            output.Integer(tick.BidSize);
        }

        output.Text("c");
        output.Array(tick.Conditions.Codes.Count);
        foreach (var code in tick.Conditions.Codes)
        {
            output.Text(code);
        }

        output.Text("t");
        output.Timestamp(tick.Time);
        output.Text("z");
        output.Letter((byte)symbol.Tape);
        return _buffer.AsSpan(0, output.Length);
    }

    public ReadOnlySpan<byte> Encode(scoped in Bar bar, BarKind kind)
    {
        var output = new MsgPackOut(_buffer);
        Head(ref output, 10, kind switch { BarKind.Minute => 'b', BarKind.Updated => 'u', _ => 'd' }, symbols[bar.Symbol]);
        output.Text("o");
        output.Price(bar.Open);
        output.Text("h");
        output.Price(bar.High);
        output.Text("l");
        output.Price(bar.Low);
        output.Text("c");
        output.Price(bar.Close);
        output.Text("v");
        output.Integer(bar.Volume);
        output.Text("t");
        output.Timestamp(bar.Time);
        output.Text("n");
        output.Integer(bar.Count);
        output.Text("vw");
        output.Double(bar.VolumeWeighted);
        return _buffer.AsSpan(0, output.Length);
    }

    public int Finish(Span<byte> frame, int length, int messages)
    {
        frame[0] = 0xdc;
        BinaryPrimitives.WriteUInt16BigEndian(frame[1..], (ushort)messages);
        return length;
    }

    public byte[] Control(JsonObject message) => MsgPackJson.FromJson(new JsonArray(message));

    private static void Head(ref MsgPackOut output, int pairs, char kind, SymbolInfo symbol)
    {
        output.Map(pairs);
        output.Text("T");
        output.Letter((byte)kind);
        output.Text("S");
        output.Text(symbol.Name);
    }
}
