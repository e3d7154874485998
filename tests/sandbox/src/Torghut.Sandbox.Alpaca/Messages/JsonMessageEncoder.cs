using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Messages;

/// <summary>Messages as JSON text; everything that depends on the symbol alone is written once.</summary>
internal sealed class JsonMessageEncoder : IMessageEncoder
{
    private readonly byte[] _buffer = new byte[1024];
    private readonly Timestamps _timestamps = new();
    private readonly Fragments[] _symbols;

    public JsonMessageEncoder(IReadOnlyList<SymbolInfo> symbols) => _symbols = symbols.Select(s => new Fragments(s)).ToArray();

    public int HeaderSize => 1;

    public ReadOnlySpan<byte> Separator => ","u8;

    public ReadOnlySpan<byte> Encode(scoped in Tick tick)
    {
        var output = new Utf8Out(_buffer);
        var symbol = _symbols[tick.Symbol];
        if (tick.Kind == TickKind.Trade)
        {
            output.Raw(symbol.Trade);
            output.Number(tick.Id);
            output.Raw(",\"x\":\""u8);
            output.Byte(tick.Exchange);
            output.Raw("\",\"p\":"u8);
            output.Price(tick.Price);
            output.Raw(",\"s\":"u8);
            output.Number(tick.Size);
        }
        else
        {
            output.Raw(symbol.Quote);
            output.Byte(tick.AskExchange);
            output.Raw("\",\"ap\":"u8);
            output.Price(tick.Ask);
            output.Raw(",\"as\":"u8);
            output.Number(tick.AskSize);
            output.Raw(",\"bx\":\""u8);
            output.Byte(tick.BidExchange);
            output.Raw("\",\"bp\":"u8);
            output.Price(tick.Bid);
            output.Raw(",\"bs\":"u8);
            output.Number(tick.BidSize);
        }

        output.Raw(",\"c\":"u8);
        output.Raw(tick.Conditions.Json);
        output.Raw(",\"t\":\""u8);
        _timestamps.Append(ref output, tick.Time);
        output.Raw(symbol.Tail);
        return _buffer.AsSpan(0, output.Length);
    }

    public ReadOnlySpan<byte> Encode(scoped in Bar bar, BarKind kind)
    {
        var output = new Utf8Out(_buffer);
        output.Raw("{\"T\":\""u8);
        output.Byte(kind switch { BarKind.Minute => (byte)'b', BarKind.Updated => (byte)'u', _ => (byte)'d' });
        output.Raw(_symbols[bar.Symbol].Bar);
        output.Price(bar.Open);
        output.Raw(",\"h\":"u8);
        output.Price(bar.High);
        output.Raw(",\"l\":"u8);
        output.Price(bar.Low);
        output.Raw(",\"c\":"u8);
        output.Price(bar.Close);
        output.Raw(",\"v\":"u8);
        output.Number(bar.Volume);
        output.Raw(",\"t\":\""u8);
        _timestamps.Append(ref output, bar.Time);
        output.Raw("\",\"n\":"u8);
        output.Number(bar.Count);
        output.Raw(",\"vw\":"u8);
        output.Number(bar.VolumeWeighted);
        output.Byte((byte)'}');
        return _buffer.AsSpan(0, output.Length);
    }

    public int Finish(Span<byte> frame, int length, int messages)
    {
        frame[0] = (byte)'[';
        frame[length] = (byte)']';
        return length + 1;
    }

    public byte[] Control(JsonObject message) => JsonSerializer.SerializeToUtf8Bytes(new JsonArray(message));

    private sealed class Fragments(SymbolInfo symbol)
    {
        private readonly string _name = JsonSerializer.Serialize(symbol.Name);

        public byte[] Trade => field ??= Encoding.UTF8.GetBytes($"{{\"T\":\"t\",\"S\":{_name},\"i\":");

        public byte[] Quote => field ??= Encoding.UTF8.GetBytes($"{{\"T\":\"q\",\"S\":{_name},\"ax\":\"");

        public byte[] Bar => field ??= Encoding.UTF8.GetBytes($"\",\"S\":{_name},\"o\":");

        public byte[] Tail { get; } = Encoding.UTF8.GetBytes($"\",\"z\":\"{symbol.Tape}\"}}");
    }
}
