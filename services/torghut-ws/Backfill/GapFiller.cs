using System.Diagnostics;
using System.Globalization;
using Torghut.Alpaca.Data;
using Torghut.Common.Drills;
using Torghut.Contracts.Market;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Backfill;

/// <summary>Reads one gap from history and publishes it, the trades of all symbols together in the order of their events.</summary>
internal sealed class GapFiller(
    BackfillOptions options,
    HistoryReader history,
    RejectionLog rejections,
    Failpoints failpoints,
    WsMetrics metrics,
    TimeProvider time,
    ILogger<GapFiller> logger)
{
    /// <summary>Trades that are put in order together; beyond, those before go out first.</summary>
    private const int MostSorted = 200_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public async Task<GapOutcome> FillAsync(Gap gap, RecordPublisher publisher, CancellationToken cancellationToken)
    {
        using var span = WsTracing.Source.StartActivity(WsTracing.Backfill);
        var published = new HistoryPublisher(publisher, gap.Published, rejections, failpoints, metrics, time);

        // A star has no history of its own.
        var symbols = gap.Symbols.Where(symbol => symbol != UniverseOptions.Wildcard).ToList();
        var whole = true;
        if (options.Trades)
        {
            whole &= await FillTradesAsync(symbols, Begin(gap) - Gap.Margin, gap.To + Gap.Margin, published, cancellationToken);
        }

        if (options.Bars)
        {
            // The bar before the gap's first minute may have been due in it; the minute under way is not finished.
            whole &= await history.BarsAsync(
                symbols,
                gap.From is { } from ? Floor(from) - Minute : Floor(gap.To) - Minute - options.BarsLookback,
                Floor(time.GetUtcNow()) - Minute,
                bar => published.PublishAsync(bar, cancellationToken),
                cancellationToken);
        }

        Describe(span, gap, symbols.Count, published);
        WsLog.Backfilled(logger, published.Bars, published.Trades, symbols.Count, gap.To);
        if (!whole)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }

        return new GapOutcome(whole, symbols.Count == gap.Symbols.Count && IsCovered(gap), published.Trades);
    }

    /// <summary>Whether nothing can have been traded in what of the gap is further back than it is read.</summary>
    private bool IsCovered(Gap gap) => !options.Trades || gap.From is not { } from || from >= Begin(gap) || MarketCalendar.IsClosedBetween(from, Begin(gap));

    /// <summary>Where reading trades begins; what is further back than that is declared.</summary>
    private DateTimeOffset Begin(Gap gap)
    {
        var earliest = gap.To - options.TradesLookback;
        return gap.From is { } from && from > earliest ? from : earliest;
    }

    private async Task<bool> FillTradesAsync(
        IReadOnlyList<string> symbols, DateTimeOffset start, DateTimeOffset end, HistoryPublisher published, CancellationToken cancellationToken)
    {
        // History comes by symbol. A reader closes windows by the newest event of a partition, whichever symbol's it is.
        var found = new List<AlpacaTrade>();
        var whole = await history.TradesAsync(
            symbols,
            start,
            end,
            async trade =>
            {
                found.Add(trade);
                if (found.Count == MostSorted)
                {
                    await PublishAsync(found, published, cancellationToken);
                }
            },
            cancellationToken);
        await PublishAsync(found, published, cancellationToken);
        return whole;
    }

    private static async Task PublishAsync(List<AlpacaTrade> found, HistoryPublisher published, CancellationToken cancellationToken)
    {
        foreach (var trade in found.OrderBy(trade => trade.TimestampNanos))
        {
            await published.PublishAsync(trade, cancellationToken);
        }

        found.Clear();
    }

    private static void Describe(Activity? span, Gap gap, int symbols, HistoryPublisher published)
    {
        span?.SetTag(WsTracing.GapFrom, gap.From?.ToString("O", CultureInfo.InvariantCulture));
        span?.SetTag(WsTracing.GapTo, gap.To.ToString("O", CultureInfo.InvariantCulture));
        span?.SetTag(WsTracing.GapSymbols, symbols).SetTag(WsTracing.GapTrades, published.Trades).SetTag(WsTracing.GapBars, published.Bars);
    }

    private static DateTimeOffset Floor(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % Minute.Ticks), TimeSpan.Zero);
}
