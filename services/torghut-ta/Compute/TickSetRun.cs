using Torghut.Ta.Engine;

namespace Torghut.Ta.Compute;

/// <summary>
/// An engine of its own over the ticks of one set, a trade at a time. Trades and quotes are taken in the order of event time; the engine would decide the same
/// in any other.
/// </summary>
internal sealed class TickSetRun : IDisposable
{
    private readonly ITickReader<TradeEvent> _trades;
    private readonly ITickReader<QuoteEvent> _quotes;
    private readonly PartitionEngine _engine;
    private readonly long _since;
    private readonly long _until;
    private QuoteEvent _quote;
    private long _quoteOffset;
    private bool _hasQuote;

    public TickSetRun(TickSet set, EngineOptions options, IEngineOutput output)
    {
        (Name, _since, _until) = (set.Name, set.Since, set.Until);
        _trades = set.OpenTrades();
        try
        {
            _quotes = set.OpenQuotes();
        }
        catch
        {
            _trades.Dispose();
            throw;
        }

        _engine = new PartitionEngine(0, options with { TradesTopic = _trades.Name }, output);
        _hasQuote = NextQuote();
    }

    public string Name { get; }

    public double Progress => _trades.Progress;

    public EngineCounters Counters => _engine.Counters;

    public long Implausible { get; private set; }

    /// <summary>Whether everything was read, so that nothing leaves any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Takes the next trade and the quotes up to it; at the end, lets what is open leave.</summary>
    public void Step()
    {
        bool isThere;
        TradeEvent trade;
        long offset;
        do
        {
            isThere = _trades.TryRead(out trade, out offset);
        }
        while (isThere && trade.EventTs < _since);

        if (isThere && trade.EventTs < _until)
        {
            while (_hasQuote && _quote.EventTs <= trade.EventTs)
            {
                TakeQuote();
            }

            Count(_engine.OnTrade(trade, offset));
            return;
        }

        while (_hasQuote)
        {
            TakeQuote();
        }

        // Files end; nothing can come after.
        _engine.OnIdle(trades: true, quotes: true);
        IsOver = true;
    }

    public void Dispose()
    {
        _trades.Dispose();
        _quotes.Dispose();
    }

    private void TakeQuote()
    {
        Count(_engine.OnQuote(_quote, _quoteOffset));
        _hasQuote = NextQuote();
    }

    private bool NextQuote()
    {
        bool isThere;
        do
        {
            isThere = _quotes.TryRead(out _quote, out _quoteOffset);
        }
        while (isThere && _quote.EventTs < _since);

        return isThere && _quote.EventTs < _until;
    }

    private void Count(EventOutcome outcome)
    {
        if (outcome == EventOutcome.Implausible)
        {
            Implausible++;
        }
    }
}
