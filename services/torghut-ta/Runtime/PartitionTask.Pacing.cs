using Torghut.Ta.EventTime;

namespace Torghut.Ta.Runtime;

internal sealed partial class PartitionTask
{
    private long _firstTradeTs = EventClock.None;
    private long _firstQuoteTs = EventClock.None;

    public bool IsIdle(InputKind kind)
    {
        ref readonly var log = ref _logs[(int)kind];
        return log.AtEnd && _time.GetElapsedTime(log.LastActivity) >= _compute.WatermarkIdleTimeout;
    }

    /// <summary>Lets out what only a silent log still holds back. Machine time decides when, the engine decides what.</summary>
    public void TickIdle() => Engine.OnIdle(IsIdle(InputKind.Trade), IsIdle(InputKind.Quote));

    /// <summary>
    /// Whether a log should be paused: it is so far ahead of the other in event time that what it needs held would grow without
    /// bound. Once paused, a log stays so until half the lead is gone.
    /// </summary>
    public bool ShouldPause(InputKind kind)
    {
        if (kind == InputKind.Bar) return false;
        Remember(ref _firstTradeTs, Engine.Trades);
        Remember(ref _firstQuoteTs, Engine.Quotes);
        var (own, other) = kind == InputKind.Trade
            ? (Engine.Trades.MaxEventTs, Reached(Engine.Quotes, _firstTradeTs))
            : (Engine.Quotes.MaxEventTs, Reached(Engine.Trades, _firstQuoteTs));
        if (own == EventClock.None || other == EventClock.None) return false;
        // Trades need quotes only until those fall silent; quotes are always kept for the trade that may still come.
        if (kind == InputKind.Trade && IsIdle(InputKind.Quote)) return false;
        var limit = (long)_compute.Alignment.TotalMilliseconds * Nanos.PerMillisecond;
        return own - other > (_logs[(int)kind].Paused ? limit / 2 : limit);
    }

    public void SetPaused(InputKind kind, bool paused) => _logs[(int)kind].Paused = paused;

    /// <summary>How far a log has come; before its first event, where the other one began.</summary>
    private static long Reached(in EventClock clock, long otherBegan) => clock.HasEvents ? clock.MaxEventTs : otherBegan;

    private static void Remember(ref long first, in EventClock clock)
    {
        if (first == EventClock.None) first = clock.MaxEventTs;
    }
}
