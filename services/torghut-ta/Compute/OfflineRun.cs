using Torghut.Ta.Engine;

namespace Torghut.Ta.Compute;

/// <summary>Runs the engine over files. Trades and quotes are taken in the order of event time; the engine would decide the same in any other.</summary>
internal sealed class OfflineRun(EngineOptions options, IEngineOutput output)
{
    private const int EventsBetweenReports = 16_384;

    public long Trades { get; private set; }

    public long Quotes { get; private set; }

    public long Late { get; private set; }

    public long Duplicates { get; private set; }

    public long Implausible { get; private set; }

    public void Run(TickSet set, Action<double> progress, CancellationToken cancellationToken)
    {
        using var trades = set.OpenTrades();
        using var quotes = set.OpenQuotes();
        var engine = new PartitionEngine(0, options with { TradesTopic = trades.Name }, output);
        var hasQuote = quotes.TryRead(out var quote, out var quoteOffset);
        long events = 0;
        while (trades.TryRead(out var trade, out var offset))
        {
            for (; hasQuote && quote.EventTs <= trade.EventTs; hasQuote = quotes.TryRead(out quote, out quoteOffset))
            {
                Count(engine.OnQuote(quote, quoteOffset));
            }

            Count(engine.OnTrade(trade, offset));
            if (++events % EventsBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress(trades.Progress);
            }
        }

        for (; hasQuote; hasQuote = quotes.TryRead(out quote, out quoteOffset))
        {
            Count(engine.OnQuote(quote, quoteOffset));
        }

        // Files end; nothing can come after, so what is open leaves.
        engine.OnIdle(trades: true, quotes: true);
        Trades += engine.Counters.Trades;
        Quotes += engine.Counters.Quotes;
        Late += engine.Counters.Late;
        Duplicates += engine.Counters.Duplicates;
    }

    private void Count(EventOutcome outcome)
    {
        if (outcome == EventOutcome.Implausible)
        {
            Implausible++;
        }
    }
}
