using System.Diagnostics;
using Torghut.Alpaca.Parsing;
using Torghut.Ws.Observability;
using Torghut.Ws.Stream;

namespace Torghut.Bench.Ws;

/// <summary>Offers frames to the service's publisher as its session does.</summary>
internal sealed class ForwarderPath(MarketDataFrameParser parser, MarketDataPublisher messages)
{
    /// <param name="frame">A frame's bytes.</param>
    /// <param name="ingestNanos">When it came, nanoseconds since the epoch.</param>
    /// <param name="startedAt">When it came, in the time provider's timestamps.</param>
    public void Offer(ReadOnlySpan<byte> frame, long ingestNanos, long startedAt)
    {
        using var span = WsTracing.Source.StartActivity(WsTracing.Frame, ActivityKind.Consumer);
        messages.BeginFrame(ingestNanos, startedAt);
        var cursor = default(FrameCursor);
        var offered = 1;
        while (true)
        {
            var before = cursor;
            messages.BeginMessage();
            var more = parser.Next(frame, ref cursor, messages);
            if (messages.IsBlocked)
            {
                cursor = before;
                Thread.Yield();
            }
            else if (more)
            {
                offered++;
            }
            else
            {
                span?.SetTag(WsTracing.FrameBytes, frame.Length).SetTag(WsTracing.FrameMessages, offered).SetTag(WsTracing.FrameHasData, messages.SawData);
                return;
            }
        }
    }
}
