using System.Collections.Immutable;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Messages;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>Gives every message of the market to the connections that subscribed to it; each encoding is made once.</summary>
internal sealed class MarketSessionRegistry(IReadOnlyList<SymbolInfo> symbols, MarketCounters counters, MarketMessageFaults faults)
{
    private readonly JsonMessageEncoder _json = new(symbols);
    private readonly MsgPackMessageEncoder _msgPack = new(symbols);
    private ImmutableArray<MarketSession> _sessions = [];

    public ImmutableArray<MarketSession> Sessions => _sessions;

    /// <summary>Whether complete frames wait to be queued.</summary>
    public bool HasSealed { get; private set; }

    public IMessageEncoder EncoderFor(bool binary) => binary ? _msgPack : _json;

    public void Add(MarketSession session) => ImmutableInterlocked.Update(ref _sessions, list => list.Add(session));

    public void Remove(MarketSession session) => ImmutableInterlocked.Update(ref _sessions, list => list.Remove(session));

    public void Publish(in Tick tick)
    {
        var channel = tick.Kind == TickKind.Trade ? StreamChannel.Trades : StreamChannel.Quotes;
        ReadOnlySpan<byte> json = default;
        ReadOnlySpan<byte> msgPack = default;
        var sent = false;
        foreach (var session in _sessions)
        {
            if (!session.Subscriptions.Wants(channel, tick.Symbol))
            {
                continue;
            }

            if (session.Binary)
            {
                msgPack = msgPack.IsEmpty ? _msgPack.Encode(tick) : msgPack;
                Append(session, channel, tick.Symbol, msgPack);
            }
            else
            {
                json = json.IsEmpty ? _json.Encode(tick) : json;
                Append(session, channel, tick.Symbol, json);
            }

            sent = true;
        }

        counters.Count(channel, sent);
    }

    public void Publish(in Bar bar, BarKind kind)
    {
        var channel = kind switch { BarKind.Minute => StreamChannel.Bars, BarKind.Updated => StreamChannel.UpdatedBars, _ => StreamChannel.DailyBars };
        var sent = false;
        foreach (var session in _sessions)
        {
            if (session.Subscriptions.Wants(channel, bar.Symbol))
            {
                Append(session, channel, bar.Symbol, EncoderFor(session.Binary).Encode(bar, kind));
                sent = true;
            }
        }

        counters.Count(channel, sent);
    }

    /// <summary>Queues complete frames, and on request those that are being filled; waits for slow clients.</summary>
    public async ValueTask FlushAsync(bool partial, CancellationToken cancellationToken)
    {
        HasSealed = false;
        foreach (var session in _sessions)
        {
            if (partial)
            {
                faults.Release(session);
                session.Frames.Seal();
            }

            await session.SendSealedAsync(cancellationToken);
        }
    }

    private void Append(MarketSession session, StreamChannel channel, int symbol, ReadOnlySpan<byte> message)
    {
        if (!faults.Active)
        {
            session.Frames.Append(message);
        }
        else
        {
            faults.Append(session, channel, symbols[symbol].Name, message);
        }

        HasSealed |= session.Frames.Sealed.Count > 0;
    }
}
