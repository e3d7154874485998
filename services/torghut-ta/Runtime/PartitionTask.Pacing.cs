using Torghut.Common.Kafka;
using Torghut.Ta.Engine;
using Torghut.Ta.EventTime;

namespace Torghut.Ta.Runtime;

internal sealed partial class PartitionTask
{
    /// <summary>Records of one log that may wait in memory; beyond it the log is paused and waits at the broker.</summary>
    private const int MaxBuffered = 8_192;

    /// <summary>
    /// Quotes beyond the alignment that the engine keeps for a trade that does not come. All of them may be one symbol's, whose state its topic has to take
    /// (<see cref="Contracts.Topics.LargestTaState"/>).
    /// </summary>
    private const int MaxKept = 32_768;

    /// <summary>How old a broker's word that a log ends here may be. Two of its questions may go unanswered, an outage may not.</summary>
    private static readonly TimeSpan Confirmed = TimeSpan.FromSeconds(3);

    private readonly Fifo<BufferedRecord>[] _buffered = [new(), new(), new()];
    private long _firstTradeTs = PartitionWatermark.None;
    private long _firstQuoteTs = PartitionWatermark.None;
    private long _prunedFor = PartitionWatermark.None;

    /// <summary>
    /// Takes the next record of a log. One that is so far ahead of the other log in event time that the engine would have to hold too
    /// much waits here, and so does what comes while a commit is under way; its offset is not committed before it is processed.
    /// </summary>
    public void Offer(in InputRecord record, long offset)
    {
        _positions[(int)record.Kind].End = -1;
        _positions[(int)record.Kind].Fetched = offset + 1;
        var buffered = _buffered[(int)record.Kind];
        if (IsCommitting || buffered.Count > 0 || !MayPass(record.Kind))
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
        if (IsCommitting)
        {
            return;
        }

        // Each log lets the other one move on, so they are asked in turn until neither can.
        while (Drain(InputKind.Trade) | Drain(InputKind.Quote) | Drain(InputKind.Bar))
        {
        }
    }

    /// <summary>Takes note that a log has been read to its end.</summary>
    public void AtEnd(InputKind kind, long offset)
    {
        ref var position = ref _positions[(int)kind];
        position.End = offset;
        position.Fetched = Math.Max(position.Fetched, offset);
        position.ConfirmedAt = _time.GetTimestamp();
    }

    /// <summary>Takes note of where a broker says that a log ends.</summary>
    public void Confirm(InputKind kind, EndOffset end)
    {
        ref var position = ref _positions[(int)kind];
        if (end.Offset <= position.Fetched)
        {
            position.ConfirmedAt = Math.Max(position.ConfirmedAt, end.AnsweredAt);
        }
    }

    /// <summary>
    /// Whether nothing has come for long enough although a broker says, and has said just now, that there is nothing more. A log whose broker is away is
    /// not idle:
    /// nobody knows what it holds.
    /// </summary>
    public bool IsIdle(InputKind kind)
    {
        ref readonly var position = ref _positions[(int)kind];
        return position.End >= 0
            && _buffered[(int)kind].Count == 0
            && _time.GetElapsedTime(position.LastActivity) >= _compute.WatermarkIdleTimeout
            && _time.GetElapsedTime(position.ConfirmedAt) <= Confirmed;
    }

    /// <summary>Lets out what only a silent log still holds back. Machine time decides when, the engine decides what.</summary>
    public void TickIdle()
    {
        if (!IsCommitting)
        {
            Engine.OnIdle(IsIdle(InputKind.Trade), IsIdle(InputKind.Quote));
        }
    }

    public bool ShouldPause(InputKind kind) => _buffered[(int)kind].Count >= (_positions[(int)kind].Paused ? MaxBuffered / 2 : MaxBuffered);

    public void SetPaused(InputKind kind, bool paused) => _positions[(int)kind].Paused = paused;

    private bool Drain(InputKind kind)
    {
        var buffered = _buffered[(int)kind];
        var moved = false;
        while (buffered.Count > 0 && MayPass(kind))
        {
            var next = buffered[0];
            buffered.RemoveFirst();
            Process(next.Record, next.Offset);
            moved = true;
        }

        return moved;
    }

    /// <summary>Whether the next record of a log may be processed now.</summary>
    private bool MayPass(InputKind kind)
    {
        if (kind == InputKind.Bar || !IsAhead(kind))
        {
            return true;
        }

        // Trades need quotes only until those fall silent. Quotes are kept for the trade that may still come: as many by the engine, so that the last ones
        // of a day are committed as well, and the others where they are.
        return kind == InputKind.Trade ? IsIdle(InputKind.Quote) : IsIdle(InputKind.Trade) && CanKeepQuote();
    }

    private bool IsAhead(InputKind kind)
    {
        Remember(ref _firstTradeTs, Engine.Trades);
        Remember(ref _firstQuoteTs, Engine.Quotes);
        var (own, other) = kind == InputKind.Trade
            ? (Engine.Trades.MaxEventTs, Reached(Engine.Quotes, _firstTradeTs))
            : (Engine.Quotes.MaxEventTs, Reached(Engine.Trades, _firstQuoteTs));
        return own != PartitionWatermark.None && other != PartitionWatermark.None && own - other > _watermarkAlignmentNanos;
    }

    /// <summary>
    /// Whether the engine may keep one more quote, counted as it holds them: one a second and symbol, also those of before a restart. Only a trade that moves
    /// its log's clock lets go of some: one that is late or refused does not.
    /// </summary>
    private bool CanKeepQuote()
    {
        if (Engine.QuotesBeyond >= MaxKept && _prunedFor != Engine.Trades.MaxEventTs)
        {
            _prunedFor = Engine.Trades.MaxEventTs;
            Engine.PruneQuotes();
        }

        return Engine.QuotesBeyond < MaxKept;
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
