using Torghut.Ta.EventTime;

namespace Torghut.Ta.Engine;

internal sealed partial class PartitionEngine
{
    /// <summary>
    /// Says which logs have been read to their end and have been silent for long enough. What would leave if the watermark moved on
    /// leaves now; windows stay open and the indicators stay where they were, so later events of the log still decide alone. May be
    /// called again at any time: what has left is not sent twice.
    /// </summary>
    public void OnIdle(bool trades, bool quotes)
    {
        _quotesIdle = quotes;
        FinalizeSignals();
        if (!trades || _finalizedSecond == PartitionWatermark.None)
        {
            return;
        }

        foreach (var state in _symbols.Values)
        {
            FireEarly(state);
        }
    }

    private void FireEarly(SymbolState state)
    {
        var (copied, restarted) = (false, false);
        for (var second = _finalizedSecond + 1; second < _finalizedSecond + SymbolState.OpenSlots; second++)
        {
            if (state.FindOpen(second) is not { } window || !window.TryAggregate(out var bar))
            {
                continue;
            }

            // Only a copy moves on: should the log go on, the window closes with all of its trades and the indicators take its bar then, once.
            if (!copied)
            {
                _scratch.CopyFrom(state.Indicators);
            }

            copied = true;
            var hash = Emit(state, bar, window.EarlyBar);
            if (hash != window.EarlyBar)
            {
                MarkChanged(state);
            }

            window.EarlyBar = hash;
            var restart = restarted ? null : state.Actions?.DueAt(second);
            if (restart is not null)
            {
                _scratch.CopyFrom(_empty);
                restarted = true;
            }

            _scratch.Update(bar, _calendar.DayOf(second - 1).SessionStart, out var values);
            if (!_quotesIdle && !_quotes.IsClosed(second))
            {
                continue;
            }

            var signal = new PendingSignal(second, bar.IngestTs, bar.FirstOffset, bar.LastOffset, window.EarlySignal, values);
            hash = Emit(state, signal, window.EarlySignal, restart);
            if (hash != window.EarlySignal)
            {
                MarkChanged(state);
            }

            window.EarlySignal = hash;
        }
    }
}
