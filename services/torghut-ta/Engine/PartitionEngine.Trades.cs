using System.Diagnostics;
using Torghut.Contracts.Conditions;
using Torghut.Contracts.Time;
using Torghut.Ta.EventTime;
using Torghut.Ta.Microbars;

namespace Torghut.Ta.Engine;

internal sealed partial class PartitionEngine
{
    /// <summary>Takes the next record of the trades log.</summary>
    /// <param name="offset">Its offset in that log.</param>
    public EventOutcome OnTrade(in TradeEvent trade, long offset)
    {
        if (Plausibility.Of(trade, _maxFutureNanos) is { } refusal)
        {
            return Refuse(refusal);
        }

        if (Find(trade.Symbol) is not { } state)
        {
            return RefuseSymbol(trade.Symbol);
        }

        if (offset <= state.LastTradeOffset)
        {
            Counters.Redelivered++;
            return EventOutcome.Redelivered;
        }

        state.LastTradeOffset = offset;
        if (trade.Action is { } action)
        {
            MarkChanged(state);
            return Declare(state, action.Value);
        }

        if (!ReferenceEquals(state.Feed, trade.Feed))
        {
            state.Feed = trade.Feed;
        }

        MarkChanged(state);
        Counters.Trades++;
        _tradeReceipts.Add(trade.IngestTs);
        EventOutcome outcome;
        if (trade.Kind == TradeEventKind.Print)
        {
            // Windows that this print closes must be gone before its own opens: they share slots.
            if (_trades.Observe(Plausibility.ClockTime(trade.EventTs, trade.IngestTs)))
            {
                CloseWindows();
            }

            NoteTrade(state);
            outcome = AddPrint(state, trade, offset);
        }
        else
        {
            // Whether an amendment is late is decided before its own time moves the clock.
            outcome = Amend(state, trade, offset);
            if (_trades.Observe(Plausibility.ClockTime(trade.EventTs, trade.IngestTs)))
            {
                CloseWindows();
            }

            NoteTrade(state);
        }

        if (outcome == EventOutcome.Late)
        {
            Counters.Late++;
        }
        else if (outcome == EventOutcome.Duplicate)
        {
            Counters.Duplicates++;
        }

        return outcome;
    }

    /// <summary>Trade ids of windows that ended at this second or before are forgotten.</summary>
    private long ForgottenSecond => _trades.ClosedSecond == PartitionWatermark.None ? PartitionWatermark.None : _trades.ClosedSecond - _dedupSeconds;

    private EventOutcome AddPrint(SymbolState state, in TradeEvent trade, long offset)
    {
        _window.MoveTo(trade.EventTs);
        var end = _window.EndSecond;
        if (!state.TradeIds.Add(trade.Id, trade.Exchange, _window.SessionStart, end, ForgottenSecond))
        {
            return EventOutcome.Duplicate;
        }

        if (_trades.IsClosed(end))
        {
            return EventOutcome.Late;
        }

        var fields = FieldsOf(trade, _window.IsRegularHours);
        // Field by field where it stays: a copy of the whole would wait for the fields to arrive in memory.
        ref var print = ref (state.FindOpen(end) ?? OpenWindow(state, end)).Place(trade.EventTs, trade.Seq, offset, trade.IngestTs);
        print.EventTs = trade.EventTs;
        print.Seq = trade.Seq;
        print.Offset = offset;
        print.IngestTs = trade.IngestTs;
        print.Id = trade.Id;
        print.Price = trade.Price;
        print.Size = trade.Size;
        print.Exchange = trade.Exchange;
        print.Fields = fields;
        print.Cancelled = false;
        return EventOutcome.Applied;
    }

    private EventOutcome Amend(SymbolState state, in TradeEvent trade, long offset)
    {
        var session = _calendar.DayOf(Nanos.FloorSecond(trade.EventTs)).SessionStart;
        var end = state.TradeIds.Find(trade.OriginalId, trade.Exchange, session, ForgottenSecond);
        if (end == PartitionWatermark.None || _trades.IsClosed(end) || state.FindOpen(end) is not { } window)
        {
            return EventOutcome.Late;
        }

        var index = window.Find(trade.OriginalId, trade.Exchange);
        if (index < 0)
        {
            return window.Find(trade.Id, trade.Exchange) >= 0 ? EventOutcome.Duplicate : EventOutcome.Late;
        }

        ref var print = ref window.At(index);
        if (print.Cancelled)
        {
            return EventOutcome.Duplicate;
        }

        if (trade.Kind == TradeEventKind.Cancellation)
        {
            print.Cancelled = true;
        }
        else if (!Correct(state, trade, session, ref print))
        {
            return EventOutcome.Duplicate;
        }

        window.Touch(offset, trade.IngestTs);
        return EventOutcome.Applied;
    }

    /// <summary>Replaces a print's values; its place in time stays. False when it has these values already.</summary>
    private bool Correct(SymbolState state, in TradeEvent trade, long session, ref TradePrint print)
    {
        var second = Nanos.FloorSecond(print.EventTs);
        var fields = FieldsOf(trade, _calendar.DayOf(second).IsRegularHours(second));
        if (print.Id == trade.Id && print.Price.Equals(trade.Price) && print.Size.Equals(trade.Size) && print.Fields == fields)
        {
            return false;
        }

        // The corrected print may have come under its own id already; then only the old one must go.
        if (print.Id != trade.Id && !state.TradeIds.Add(trade.Id, trade.Exchange, session, second + 1, ForgottenSecond))
        {
            print.Cancelled = true;
            return true;
        }

        print.Id = trade.Id;
        print.Price = trade.Price;
        print.Size = trade.Size;
        print.Fields = fields;
        return true;
    }

    private TradeFields FieldsOf(in TradeEvent trade, bool regularHours)
    {
        var fields = _rules.Evaluate(trade.Conditions, trade.Tape, regularHours, out var unknown);
        Counters.UnknownConditions += unknown;
        return fields;
    }

    private OpenWindow OpenWindow(SymbolState state, long end)
    {
        if (!_freeWindows.TryPop(out var window))
        {
            window = new OpenWindow();
        }

        Debug.Assert(end > _finalizedSecond && end - _finalizedSecond < SymbolState.OpenSlots, "An open window lies within the allowed disorder.");
        Debug.Assert(state.FindOpen(end) is null, "The slot's last window was taken out when it closed.");
        window.Open(end);
        state.SetOpen(end, window);
        _openBySecond[end & (SymbolState.OpenSlots - 1)].Add(state);
        return window;
    }
}
