using Torghut.Ta.Engine;
using Torghut.Ta.EventTime;

namespace Torghut.Ta.Runtime;

internal sealed partial class PartitionTask
{
    /// <summary>Records of one log that may wait in memory; beyond it the log is paused and waits at the broker.</summary>
    private const int MaxBuffered = 8_192;

    private readonly Fifo<BufferedRecord>[] _buffered = [new(), new(), new()];
    private long _firstTradeTs = PartitionWatermark.None;
    private long _firstQuoteTs = PartitionWatermark.None;

    /// <summary>
    /// Takes the next record of a log. One that is so far ahead of the other log in event time that the engine would have to hold too
    /// much waits here; its offset is not committed before it is processed.
    /// </summary>
    public void Offer(in InputRecord record, long offset)
    {
        _positions[(int)record.Kind].End = -1;
        var buffered = _buffered[(int)record.Kind];
        if (buffered.Count > 0 || IsAhead(record.Kind))
        {
            buffered.Enqueue(new BufferedRecord(record, offset));
        }
        else
        {
            Process(record, offset);
        }
    }

    /// <summary>Processes what no longer has to wait.</summary>
    public void Drain()
    {
        // Each log lets the other one move on, so they are asked in turn until neither can.
        while (Drain(InputKind.Trade) | Drain(InputKind.Quote))
        {
        }
    }

    /// <summary>Takes note that a log has been read to its end.</summary>
    public void AtEnd(InputKind kind, long offset) => _positions[(int)kind].End = offset;

    public bool IsIdle(InputKind kind)
    {
        ref readonly var position = ref _positions[(int)kind];
        return position.End >= 0 && _buffered[(int)kind].Count == 0 && _time.GetElapsedTime(position.LastActivity) >= _compute.WatermarkIdleTimeout;
    }

    /// <summary>Lets out what only a silent log still holds back. Machine time decides when, the engine decides what.</summary>
    public void TickIdle() => Engine.OnIdle(IsIdle(InputKind.Trade), IsIdle(InputKind.Quote));

    public bool ShouldPause(InputKind kind) => _buffered[(int)kind].Count >= (_positions[(int)kind].Paused ? MaxBuffered / 2 : MaxBuffered);

    public void SetPaused(InputKind kind, bool paused) => _positions[(int)kind].Paused = paused;

    private bool Drain(InputKind kind)
    {
        var buffered = _buffered[(int)kind];
        var moved = false;
        while (buffered.Count > 0 && !IsAhead(kind))
        {
            var next = buffered[0];
            buffered.RemoveFirst();
            Process(next.Record, next.Offset);
            moved = true;
        }

        return moved;
    }

    private bool IsAhead(InputKind kind)
    {
        if (kind == InputKind.Bar)
        {
            return false;
        }

        Remember(ref _firstTradeTs, Engine.Trades);
        Remember(ref _firstQuoteTs, Engine.Quotes);
        var (own, other) = kind == InputKind.Trade
            ? (Engine.Trades.MaxEventTs, Reached(Engine.Quotes, _firstTradeTs))
            : (Engine.Quotes.MaxEventTs, Reached(Engine.Trades, _firstQuoteTs));
        if (own == PartitionWatermark.None || other == PartitionWatermark.None || own - other <= _watermarkAlignmentNanos)
        {
            return false;
        }

        // Trades need quotes only until those fall silent; quotes are always kept for the trade that may still come.
        return kind != InputKind.Trade || !IsIdle(InputKind.Quote);
    }

    /// <summary>How far a log has come; before its first event, where the other one began.</summary>
    private static long Reached(in PartitionWatermark clock, long otherBegan) => clock.HasEvents ? clock.MaxEventTs : otherBegan;

    private static void Remember(ref long first, in PartitionWatermark clock)
    {
        if (first == PartitionWatermark.None)
        {
            first = clock.MaxEventTs;
        }
    }
}
