using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Backfill;

/// <summary>Reads history in batches of symbols, and again after failures that may pass.</summary>
internal sealed class HistoryReader(
    BackfillOptions options, StreamOptions stream, WsMetrics metrics, TimeProvider time, ILogger<HistoryReader> logger)
{
    private readonly Backoff _backoff = new(stream.ReconnectBase, stream.ReconnectMax, Random.Shared);

    /// <param name="symbols">What to read.</param>
    /// <param name="start">First instant, included.</param>
    /// <param name="end">Last instant, included.</param>
    /// <param name="list">One of the client's lists.</param>
    /// <param name="takeAsync">Gets every item; one that came before a failure comes again after it.</param>
    /// <returns>Whether everything could be read.</returns>
    public async Task<bool> ReadAsync<T>(
        IReadOnlyList<string> symbols,
        DateTimeOffset start,
        DateTimeOffset end,
        Func<HistoryQuery, CancellationToken, IAsyncEnumerable<T>> list,
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
        Func<HistoryQuery, CancellationToken, IAsyncEnumerable<T>> list, HistoryQuery query, Func<T, Task> takeAsync, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await foreach (var item in list(query, cancellationToken))
                {
                    await takeAsync(item);
                }

                return true;
            }
            catch (AlpacaApiException failure) when (failure.IsTransient && attempt < options.MaxAttempts)
            {
                var delay = Delay(failure, attempt);
                WsLog.BackfillFailed(logger, failure, attempt, delay);
                await Task.Delay(delay, time, cancellationToken);
            }
            catch (AlpacaApiException failure)
            {
                // The stream goes on without its past; the status record declares the gap.
                metrics.BackfillFailed();
                WsLog.BackfillGivenUp(logger, failure, failure.Message);
                return false;
            }
        }
    }

    private TimeSpan Delay(AlpacaApiException failure, int attempt)
    {
        var delay = _backoff.Next(attempt);
        var untilReset = (failure.RateLimitReset ?? DateTimeOffset.MinValue) - time.GetUtcNow();
        return untilReset > delay && untilReset < stream.ReconnectMax ? untilReset : delay;
    }
}
