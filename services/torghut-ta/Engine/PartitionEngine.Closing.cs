using System.Diagnostics;
using Torghut.Ta.EventTime;
using Torghut.Ta.Microbars;

namespace Torghut.Ta.Engine;

internal sealed partial class PartitionEngine
{
    private static readonly Comparison<SymbolState> BySymbol = (left, right) => string.CompareOrdinal(left.Symbol, right.Symbol);

    /// <summary>Takes out every window that the trades watermark has passed, by end and then by symbol.</summary>
    private void CloseWindows()
    {
        var closed = _trades.ClosedSecond;
        if (_finalizedSecond != PartitionWatermark.None)
        {
            // No window beyond this span can be open, however far the clock jumped.
            var last = Math.Min(closed, _finalizedSecond + SymbolState.OpenSlots);
            for (var second = _finalizedSecond + 1; second <= last; second++)
            {
                CloseSecond(second);
            }
        }

        _finalizedSecond = closed;
        FinalizeSignals();
    }

    private void CloseSecond(long second)
    {
        var open = _openBySecond[second & (SymbolState.OpenSlots - 1)];
        if (open.Count == 0)
        {
            return;
        }

        if (open.Count > 1)
        {
            open.Sort(BySymbol);
        }

        foreach (var state in open)
        {
            Close(state, second);
        }

        open.Clear();
    }

    private void Close(SymbolState state, long second)
    {
        var window = state.FindOpen(second)!;
        Debug.Assert(window.EndSecond == second, "Slots are shared by seconds that are further apart than open windows are.");
        Debug.Assert(_waiting.Count == 0 || _waiting[_waiting.Count - 1].EndSecond <= second, "Windows close in order, so signals wait in order.");
        state.SetOpen(second, null);
        MarkChanged(state);
        if (window.TryAggregate(out var bar))
        {
            Emit(state, bar, window.EarlyBar);
            ApplyActions(state, second);
            state.Indicators.Update(bar, _calendar.DayOf(second - 1).SessionStart, out var values);
            state.Pending.Enqueue(new PendingSignal(second, bar.IngestTs, bar.FirstOffset, bar.LastOffset, window.EarlySignal, values));
            _waiting.Enqueue(new WaitingSignal(second, state));
        }
        else
        {
            Counters.IneligibleVolume += bar.Volume;
        }

        _freeWindows.Push(window);
    }

    /// <summary>Sends the signals whose quote is certain, then, while the quotes log is idle, the others early.</summary>
    private void FinalizeSignals()
    {
        while (_waiting.Count > 0 && (_quotes.IsClosed(_waiting[0].EndSecond) || IsBeyondAllowedLateness(_waiting[0])))
        {
            var state = _waiting[0].State;
            ref var signal = ref state.Pending[0];
            Debug.Assert(signal.EndSecond == _waiting[0].EndSecond, "The partition's queue and the symbols' queues hold the same signals in the same order.");
            if (_quotes.IsClosed(signal.EndSecond))
            {
                Emit(state, signal, signal.Early, state.Actions?.MarkOf(signal.EndSecond));
            }

            state.Pending.RemoveFirst();
            MarkChanged(state);
            PruneQuotes(state);
            _waiting.RemoveFirst();
            if (_early > 0)
            {
                _early--;
            }
        }

        Debug.Assert(_early <= _waiting.Count, "What left early is still waiting, in front.");
        if (!_quotesIdle)
        {
            return;
        }

        for (; _early < _waiting.Count; _early++)
        {
            var waiting = _waiting[_early];
            ref var signal = ref FindPending(waiting);
            signal.Early = Emit(waiting.State, signal, signal.Early, waiting.State.Actions?.MarkOf(signal.EndSecond));
            MarkChanged(waiting.State);
        }
    }

    /// <summary>A signal that left early is let go once it is old, or a partition without quotes would keep all of them.</summary>
    private bool IsBeyondAllowedLateness(in WaitingSignal waiting) =>
        _quotesIdle && _early > 0 && waiting.EndSecond <= _trades.ClosedSecond - _allowedLatenessSeconds;

    private static ref PendingSignal FindPending(in WaitingSignal waiting)
    {
        var pending = waiting.State.Pending;
        var index = pending.Count - 1;
        while (pending[index].EndSecond != waiting.EndSecond)
        {
            index--;
        }

        return ref pending[index];
    }

    private ulong Emit(SymbolState state, in BarValues bar, ulong early)
    {
        var hash = ContentHash.Of(bar);
        if (hash == early)
        {
            return hash;
        }

        if (early != 0)
        {
            Counters.Revisions++;
        }

        Counters.Microbars++;
        _output.OnMicrobar(_records.Microbar(state, bar));
        return hash;
    }

    private ulong Emit(SymbolState state, in PendingSignal signal, ulong early, string? restart)
    {
        var quote = Join(state, signal.EndSecond);
        var hash = ContentHash.Of(signal, quote, restart);
        if (hash == early)
        {
            return hash;
        }

        if (early != 0)
        {
            Counters.Revisions++;
        }

        Counters.Signals++;
        _output.OnSignal(_records.Signal(state, signal, quote, restart));
        return hash;
    }
}
