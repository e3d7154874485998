using System.Net.WebSockets;
using System.Text;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Sockets;

namespace Torghut.Sandbox.Alpaca.Control;

/// <summary>Faults that strike the open market-data connections at once.</summary>
internal sealed class MarketFaultInjector(MarketSessionRegistry registry, MarketDataEndpoint endpoint, AlpacaSimulatorOptions options)
{
    private const int DefaultHugeFrame = 10 * 1024 * 1024;

    /// <summary>Strikes; gives the number of connections hit.</summary>
    public async Task<int> InjectAsync(Fault fault, CancellationToken cancellationToken)
    {
        if (fault.Kind == FaultKinds.MarketSlotHold)
        {
            endpoint.HoldSlots(TimeSpan.FromSeconds(fault.Integer("seconds", 90)));
            return 0;
        }

        var sessions = registry.Sessions.Where(s => s.Authenticated).ToArray();
        foreach (var session in sessions)
        {
            await InjectAsync(fault, session, cancellationToken);
        }

        return sessions.Length;
    }

    /// <summary>Takes back what lasts.</summary>
    public void Reset() => endpoint.HoldSlots(options.SlotHold);

    private static async Task InjectAsync(Fault fault, MarketSession session, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKinds.MarketSilence:
                session.Outbox.Silence(TimeSpan.FromSeconds(fault.Integer("seconds", 60)));
                break;
            case FaultKinds.MarketError:
                await session.SendControlAsync(StreamError.Message(fault.Integer("code", 500)), cancellationToken);
                if (fault.Flag("close"))
                {
                    await session.Outbox.SendAsync(OutboundFrame.Close, cancellationToken);
                }

                break;
            case FaultKinds.MarketDisconnect:
                await session.Outbox.SendAsync(Disconnect(fault.Text("mode", "abort")), cancellationToken);
                break;
            default:
                for (var i = 0; i < (fault.Remaining ?? 1); i++)
                {
                    var bytes = Garbage(fault);
                    await session.Outbox.SendAsync(new OutboundFrame(bytes, bytes.Length, WebSocketMessageType.Text), cancellationToken);
                }

                break;
        }
    }

    private static OutboundFrame Disconnect(string mode)
    {
        switch (mode)
        {
            case "close":
                return OutboundFrame.Close;
            case "mid_frame":
                // The head of a text frame of 1,000 bytes and the first few of them.
                byte[] head = [0x81, 126, 0x03, 0xe8];
                return OutboundFrame.Cut([.. head, .. "[{\"T\":\"t\",\"S\":\"AAPL\",\"i\":1,\"x\":\"V\",\"p\":19"u8]);
            default:
                return OutboundFrame.Cut([]);
        }
    }

    private static byte[] Garbage(Fault fault)
    {
        var symbol = fault.Text("symbol", "AAPL");
        string Trade(string price, string size, string more = "") =>
            $"[{{\"T\":\"t\",\"S\":\"{symbol}\",\"i\":1,\"x\":\"V\",\"p\":{price},\"s\":{size},\"c\":[\"@\"],\"t\":\"2026-04-06T15:54:26.1Z\",\"z\":\"C\"{more}}}]";
        var what = fault.Text("what", "malformed_json");
        return what switch
        {
            "malformed_json" => Encoding.UTF8.GetBytes("[{\"T\":\"t\",\"S\":\"" + symbol + "\",\"i\":1,\"x\":\"V\",\"p\":162.92,,}"),
            "truncated_json" => Encoding.UTF8.GetBytes(Trade("162.92", "3")[..^12]),
            "truncated_utf8" => [.. "[{\"T\":\"t\",\"S\":\"AB\u00e9"u8[..^1]],
            "huge_frame" => Huge(fault.Integer("bytes", DefaultHugeFrame)),
            "nan" => Encoding.UTF8.GetBytes(Trade("NaN", "3")),
            "infinity" => Encoding.UTF8.GetBytes(Trade("1e999", "3")),
            "negative_size" => Encoding.UTF8.GetBytes(Trade("162.92", "-3")),
            "negative_price" => Encoding.UTF8.GetBytes(Trade("-162.92", "3")),
            "unknown_type" => Encoding.UTF8.GetBytes("[{\"T\":\"zz\",\"S\":\"" + symbol + "\",\"v\":1}]"),
            "unknown_field" => Encoding.UTF8.GetBytes(Trade("162.92", "3", ",\"zz\":{\"a\":[1,2,{\"b\":null}]}")),
            "missing_field" => Encoding.UTF8.GetBytes("[{\"T\":\"t\",\"S\":\"" + symbol + "\",\"p\":162.92}]"),
            "not_an_array" => Encoding.UTF8.GetBytes(Trade("162.92", "3")[1..^1]),
            "empty_array" => "[]"u8.ToArray(),
            "empty" => [],
            "raw" => Encoding.UTF8.GetBytes(fault.Text("raw", string.Empty)),
            _ => throw RefusedException.Malformed($"unknown what \"{what}\""),
        };
    }

    private static byte[] Huge(int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill((byte)' ');
        "[{\"T\":\"zz\"}"u8.CopyTo(bytes);
        bytes[^1] = (byte)']';
        return bytes;
    }
}
