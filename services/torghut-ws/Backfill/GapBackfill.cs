using System.Diagnostics;
using System.Globalization;
using Torghut.Alpaca.Data;
using Torghut.Common.Drills;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Status;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Backfill;

/// <summary>
/// Reads from history what the socket did not bring: after the start the recent past, after every reconnect the gap. What it published is
/// reported by a status record; what it could not get is a declared gap.
/// </summary>
internal sealed class GapBackfill(
    BackfillOptions options,
    GapTracker gaps,
    HistoryReader history,
    IAlpacaDataClient data,
    PublisherBootstrap start,
    StatusPublisher status,
    Failpoints failpoints,
    WsMetrics metrics,
    TimeProvider time,
    ILogger<GapBackfill> logger) : BackgroundService
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled)
        {
            return;
        }

        var publisher = await start.Publisher.WaitAsync(stoppingToken);
        while (true)
        {
            var gap = await gaps.NextAsync(stoppingToken);
            await Task.Delay(options.Settle, time, stoppingToken);
            await FillAsync(gap, new HistoryPublisher(publisher, gap.Published, failpoints, metrics, time), stoppingToken);
            gaps.Done(gap);
        }
    }

    private async Task FillAsync(Gap gap, HistoryPublisher published, CancellationToken cancellationToken)
    {
        using var span = WsTracing.Source.StartActivity(WsTracing.Backfill);

        // A star has no history of its own.
        var symbols = gap.Symbols.Where(symbol => symbol != UniverseOptions.Wildcard).ToList();
        var whole = true;
        if (options.Trades)
        {
            whole &= await history.ReadAsync(
                symbols,
                (gap.From ?? gap.To - options.TradesLookback) - Gap.Margin,
                gap.To + Gap.Margin,
                data.ListTradesAsync,
                trade => published.PublishAsync(trade, cancellationToken),
                cancellationToken);
        }

        if (options.Bars)
        {
            // The bar before the gap's first minute may have been due in it; the minute under way is not finished.
            whole &= await history.ReadAsync(
                symbols,
                gap.From is { } from ? Floor(from) - Minute : Floor(gap.To) - Minute - options.BarsLookback,
                Floor(time.GetUtcNow()) - Minute,
                data.ListBarsAsync,
                bar => published.PublishAsync(bar, cancellationToken),
                cancellationToken);
        }

        span?.SetTag(WsTracing.GapFrom, gap.From?.ToString("O", CultureInfo.InvariantCulture));
        span?.SetTag(WsTracing.GapTo, gap.To.ToString("O", CultureInfo.InvariantCulture));
        span?.SetTag(WsTracing.GapSymbols, symbols.Count).SetTag(WsTracing.GapTrades, published.Trades).SetTag(WsTracing.GapBars, published.Bars);
        WsLog.Backfilled(logger, published.Bars, published.Trades, symbols.Count, gap.To);
        if (whole)
        {
            status.Publish(ForwarderStates.Healthy, StatusReasons.GapBackfilled, null, 0);
        }
        else
        {
            span?.SetStatus(ActivityStatusCode.Error);
            status.Publish(ForwarderStates.Error, StatusReasons.BackfillFailed, ErrorClasses.Unknown, 0);
        }
    }

    private static DateTimeOffset Floor(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % Minute.Ticks), TimeSpan.Zero);
}
