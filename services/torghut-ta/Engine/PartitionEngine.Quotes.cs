using Torghut.Contracts.Time;

namespace Torghut.Ta.Engine;

internal sealed partial class PartitionEngine
{
    /// <summary>Quotes that symbols hold beyond <see cref="EngineOptions.QuoteSeconds"/>, because no trade comes that lets go of them.</summary>
    public int QuotesBeyond { get; private set; }

    /// <summary>Lets go of what no trade can need any more in any symbol, also where no quote has come since the trades moved on.</summary>
    public void PruneQuotes()
    {
        foreach (var state in _symbols.Values)
        {
            PruneQuotes(state);
        }
    }

    /// <summary>Takes the next record of the quotes log.</summary>
    /// <param name="offset">Its offset in that log.</param>
    public EventOutcome OnQuote(in QuoteEvent quote, long offset)
    {
        if (Plausibility.Of(quote, _maxFutureNanos) is { } refusal)
        {
            return Refuse(refusal);
        }

        if (Find(quote.Symbol) is not { } state)
        {
            return RefuseSymbol(quote.Symbol);
        }

        if (offset <= state.LastQuoteOffset)
        {
            Counters.Redelivered++;
            return EventOutcome.Redelivered;
        }

        state.LastQuoteOffset = offset;
        MarkChanged(state);
        Counters.Quotes++;
        _quoteReceipts.Add(quote.IngestTs);
        // What left early without this quote is joined again when the log falls idle next.
        _quotesIdle = false;
        _early = 0;
        var outcome = Hold(state, quote);
        if (_quotes.Observe(Plausibility.ClockTime(quote.EventTs, quote.IngestTs)))
        {
            FinalizeSignals();
        }

        NoteQuote(state);
        return outcome;
    }

    private EventOutcome Hold(SymbolState state, in QuoteEvent quote)
    {
        var second = Nanos.CeilingSecond(quote.EventTs);
        if (_quotes.IsClosed(second))
        {
            Counters.Late++;
            return EventOutcome.Late;
        }

        var before = BeyondOf(state);
        var added = state.Quotes.Add(HeldQuote.From(quote, second));
        QuotesBeyond += BeyondOf(state) - before;
        if (!added)
        {
            Counters.Duplicates++;
            return EventOutcome.Duplicate;
        }

        PruneQuotes(state);
        return EventOutcome.Applied;
    }

    /// <summary>The quote in force at a window end, if it is fresh enough.</summary>
    private HeldQuote? Join(SymbolState state, long endSecond) =>
        state.Quotes.TryFind(endSecond, out var quote) && quote.EventTs >= (endSecond * Nanos.PerSecond) - _quoteStaleNanos ? quote : null;

    /// <summary>
    /// Seconds that the quotes watermark has not passed are kept whole, so that what counts as a duplicate is decided by the quotes
    /// log alone, wherever the trades log stands.
    /// </summary>
    private void PruneQuotes(SymbolState state)
    {
        if (!_trades.HasEvents)
        {
            return;
        }

        var needed = state.Pending.Count > 0 ? state.Pending[0].EndSecond : _trades.ClosedSecond + 1;
        var before = BeyondOf(state);
        state.Quotes.Prune(Math.Min(needed, _quotes.ClosedSecond));
        QuotesBeyond += BeyondOf(state) - before;
    }

    private int BeyondOf(SymbolState state) => Math.Max(0, state.Quotes.Count - _options.QuoteSeconds);
}
