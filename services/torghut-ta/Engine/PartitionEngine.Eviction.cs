using Torghut.Contracts.Time;
using Torghut.Ta.EventTime;

namespace Torghut.Ta.Engine;

internal sealed partial class PartitionEngine
{
    private const long OneHour = Nanos.PerDay / 24;

    /// <summary>Hours of event time without an event after which a symbol begins anew.</summary>
    private const long SilentHours = 24;

    private readonly List<string> _evicted = [];
    private long _tradesHour = PartitionWatermark.None;
    private long _quotesHour = PartitionWatermark.None;

    /// <summary>Symbols whose state was let go since the last commit.</summary>
    public IReadOnlyList<string> Evicted => _evicted;

    /// <summary>
    /// Notes an event of the trades log. Indicators of a symbol that was silent there for a day begin anew, which the order of that log alone decides; when
    /// its state really goes is then nobody's concern.
    /// </summary>
    private void NoteTrade(SymbolState state)
    {
        var turned = _tradesHour == PartitionWatermark.None || _trades.MaxEventTs >= (_tradesHour + 1) * OneHour;
        if (turned)
        {
            _tradesHour = HourOf(_trades);
        }

        if (state.TradeHour != _tradesHour)
        {
            if (IsSilent(state.TradeHour, _tradesHour))
            {
                state.RestartIndicators();
            }

            state.TradeHour = _tradesHour;
        }

        if (turned)
        {
            Evict();
        }
    }

    private void NoteQuote(SymbolState state)
    {
        var turned = _quotesHour == PartitionWatermark.None || _quotes.MaxEventTs >= (_quotesHour + 1) * OneHour;
        if (turned)
        {
            _quotesHour = HourOf(_quotes);
        }

        state.QuoteHour = _quotesHour;
        if (turned)
        {
            Evict();
        }
    }

    private static long HourOf(in PartitionWatermark clock) => clock.HasEvents ? clock.MaxEventTs / OneHour : PartitionWatermark.None;

    private static bool IsSilent(long last, long now) => last != PartitionWatermark.None && now != PartitionWatermark.None && now - last > SilentHours;

    /// <summary>Lets go of symbols that neither log has named for a day and that nothing waits for.</summary>
    private void Evict()
    {
        // Those of the turns before, since the last commit: they may be here again by now, with a state of their own.
        var earlier = _evicted.Count;
        foreach (var state in _symbols.Values)
        {
            if ((state.TradeHour == PartitionWatermark.None || IsSilent(state.TradeHour, _tradesHour))
                && (state.QuoteHour == PartitionWatermark.None || IsSilent(state.QuoteHour, _quotesHour))
                && state.Pending.Count == 0 && !state.HasOpen && !IsActionAwaited(state))
            {
                _evicted.Add(state.Symbol);
            }
        }

        var count = _evicted.Count - earlier;
        if (count == 0)
        {
            return;
        }

        foreach (var symbol in _evicted.Skip(earlier))
        {
            _symbols.Remove(symbol, out var state);
            _withActions.Remove(state!);
            QuotesBeyond -= BeyondOf(state!);
        }

        _budget.Release(count);
        Counters.Evicted += count;
        _changed.RemoveAll(state => !_symbols.ContainsKey(state.Symbol));
        Array.Clear(_nearSymbols);
    }

    /// <summary>A state of a build that kept no hours is as old as the clocks.</summary>
    private void RestoreHours()
    {
        (_tradesHour, _quotesHour) = (HourOf(_trades), HourOf(_quotes));
        foreach (var state in _symbols.Values)
        {
            if (state.TradeHour == PartitionWatermark.None && state.QuoteHour == PartitionWatermark.None)
            {
                (state.TradeHour, state.QuoteHour) = (_tradesHour, _quotesHour);
            }
        }
    }
}
