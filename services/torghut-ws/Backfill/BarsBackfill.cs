using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Contracts.Records;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Backfill;

/// <summary>
/// Publishes the finished one-minute bars of the recent past once, after the first universe is known. Bars are keyed by symbol and time, so
/// that one which also came on the socket does no harm.
/// </summary>
internal sealed class BarsBackfill(
    BackfillOptions options,
    StreamOptions stream,
    IAlpacaDataClient data,
    SymbolUniverse universe,
    PublishingStart start,
    WsMetrics metrics,
    TimeProvider time,
    ILogger<BarsBackfill> logger) : BackgroundService
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Backoff _backoff = new(stream.ReconnectBase, stream.ReconnectMax, Random.Shared);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled)
        {
            return;
        }

        var publisher = await start.Publisher.WaitAsync(stoppingToken);
        var symbols = (await universe.WaitNewerAsync(0, stoppingToken)).Symbols.Where(symbol => symbol != "*").ToList();

        // The minute under way is not finished; its left edge is the first that is left out.
        var now = time.GetUtcNow();
        var end = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Minute.Ticks), TimeSpan.Zero) - Minute;
        var count = 0L;
        foreach (var chunk in symbols.Chunk(options.BatchSize))
        {
            var query = new HistoryQuery { Symbols = chunk, Start = end - options.Lookback, End = end, Feed = stream.Feed };
            count += await RunAsync(query, publisher, stoppingToken);
        }

        WsLog.Backfilled(logger, count, symbols.Count);
    }

    private async Task<long> RunAsync(HistoryQuery query, RecordPublisher publisher, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await PublishAsync(query, publisher, cancellationToken);
            }
            catch (AlpacaApiException failure) when (failure.IsTransient && attempt < options.MaxAttempts)
            {
                var delay = Delay(failure, attempt);
                WsLog.BackfillFailed(logger, failure, attempt, delay);
                await Task.Delay(delay, time, cancellationToken);
            }
            catch (AlpacaApiException failure)
            {
                // The stream goes on without its past, which other means can still fill in.
                metrics.BackfillFailed();
                WsLog.BackfillGivenUp(logger, failure, failure.Message);
                return 0;
            }
        }
    }

    private async Task<long> PublishAsync(HistoryQuery query, RecordPublisher publisher, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var bar in data.ListBarsAsync(query, cancellationToken))
        {
            var envelope = publisher.Envelope(Nanos.Now(time), bar.TimestampNanos, Channels.Bars, bar.Symbol, true, Sources.Rest);
            var record = new Bar(envelope, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.TradeCount, bar.Vwap, false);
            var startedAt = time.GetTimestamp();
            while (!publisher.TryPublish(record, startedAt))
            {
                metrics.WaitedForRoom();
                await publisher.WaitForRoomAsync(cancellationToken);
            }

            metrics.Backfilled();
            count++;
        }

        return count;
    }

    private TimeSpan Delay(AlpacaApiException failure, int attempt)
    {
        var delay = _backoff.Next(attempt);
        var untilReset = (failure.RateLimitReset ?? DateTimeOffset.MinValue) - time.GetUtcNow();
        return untilReset > delay && untilReset < stream.ReconnectMax ? untilReset : delay;
    }
}
