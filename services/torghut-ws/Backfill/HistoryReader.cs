using Polly;
using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Alpaca.Trading;
using Torghut.Common.Resilience;
using Torghut.Ws.Observability;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Backfill;

/// <summary>
/// Reads history in batches of symbols, and again after failures that may pass. Each request has the client's own time-out; a list of pages has none, because
/// Kafka's back-pressure is part of it. What it reads are Alpaca's
/// <see href="https://docs.alpaca.markets/reference/stocktrades-1">historical trades</see> and
/// <see href="https://docs.alpaca.markets/reference/stockbars">bars</see>.
/// </summary>
internal sealed class HistoryReader(
    BackfillOptions options,
    StreamOptions stream,
    IAlpacaDataClient data,
    RejectionLog rejections,
    WsMetrics metrics,
    TimeProvider time,
    ILogger<HistoryReader> logger)
{
    private readonly RepeatableCall _call = new(
        new RepeatableCallOptions
        {
            Name = "Alpaca's history",
            IsTransient = failure => failure is AlpacaApiException { IsTransient: true },
            RetryAfter = failure => (failure as AlpacaApiException)?.RateLimitReset - time.GetUtcNow(),
            BaseDelay = stream.ReconnectBase,
            MaxDelay = stream.ReconnectMax,
            Attempts = options.MaxAttempts,
            Circuit = new CircuitOptions { Failures = 5, Window = TimeSpan.FromMinutes(1), Break = TimeSpan.FromSeconds(10) },

            // A batch given up is a gap that stays, so the end of an outage is waited for.
            AwaitsCircuit = true,
        },
        time,
        logger);

    /// <summary>Trades of some symbols.</summary>
    /// <param name="symbols">What to read.</param>
    /// <param name="start">First instant, included.</param>
    /// <param name="end">Last instant, included.</param>
    /// <param name="takeAsync">Gets every item; one that came before a failure comes again after it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Whether everything could be read.</returns>
    public Task<bool> TradesAsync(
        IReadOnlyList<string> symbols, DateTimeOffset start, DateTimeOffset end, Func<AlpacaTrade, Task> takeAsync, CancellationToken cancellationToken) =>
        ReadAsync(symbols, start, end, data.ListTradesAsync, takeAsync, cancellationToken);

    /// <summary>One-minute bars of some symbols.</summary>
    /// <inheritdoc cref="TradesAsync"/>
    public Task<bool> BarsAsync(
        IReadOnlyList<string> symbols, DateTimeOffset start, DateTimeOffset end, Func<AlpacaBar, Task> takeAsync, CancellationToken cancellationToken) =>
        ReadAsync(symbols, start, end, data.ListBarsAsync, takeAsync, cancellationToken);

    private async Task<bool> ReadAsync<T>(
        IReadOnlyList<string> symbols,
        DateTimeOffset start,
        DateTimeOffset end,
        Func<HistoryQuery, Action<UnreadItem>, CancellationToken, IAsyncEnumerable<T>> list,
        Func<T, Task> takeAsync,
        CancellationToken cancellationToken)
    {
        var whole = true;
        foreach (var some in symbols.Chunk(options.BatchSize))
        {
            var query = new HistoryQuery { Symbols = some, Start = start, End = end, Feed = stream.Feed };
            whole &= await TryAsync(list, query, takeAsync, cancellationToken);
        }

        return whole;
    }

    private async Task<bool> TryAsync<T>(
        Func<HistoryQuery, Action<UnreadItem>, CancellationToken, IAsyncEnumerable<T>> list,
        HistoryQuery query,
        Func<T, Task> takeAsync,
        CancellationToken cancellationToken)
    {
        try
        {
            await _call.RunAsync(
                async token =>
                {
                    await foreach (var item in list(query, rejections.Tell, token))
                    {
                        await takeAsync(item);
                    }
                },
                failed =>
                {
                    WsLog.BackfillFailed(logger, failed.Failure, failed.Number, failed.Delay);
                    return Task.CompletedTask;
                },
                cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is AlpacaApiException or ExecutionRejectedException)
        {
            // The stream goes on without its past; the status record declares the gap.
            metrics.BackfillFailed();
            WsLog.BackfillGivenUp(logger, failure, failure.Message);
            return false;
        }
    }
}
