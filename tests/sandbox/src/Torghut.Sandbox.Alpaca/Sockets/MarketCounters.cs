using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>Messages the source has given (emitted) and those that went to at least one connection (sent). Written by the market's thread only.</summary>
internal sealed class MarketCounters
{
    private readonly long[] _emitted = new long[8];
    private readonly long[] _sent = new long[8];

    public void Count(StreamChannel channel, bool sent)
    {
        _emitted[(int)channel]++;
        if (sent)
        {
            _sent[(int)channel]++;
        }
    }

    public JsonObject Emitted() => ToJson(_emitted);

    public JsonObject Sent() => ToJson(_sent);

    private static JsonObject ToJson(long[] counts) => new()
    {
        ["trades"] = Volatile.Read(ref counts[(int)StreamChannel.Trades]),
        ["quotes"] = Volatile.Read(ref counts[(int)StreamChannel.Quotes]),
        ["bars"] = Volatile.Read(ref counts[(int)StreamChannel.Bars]),
        ["updated_bars"] = Volatile.Read(ref counts[(int)StreamChannel.UpdatedBars]),
    };
}
