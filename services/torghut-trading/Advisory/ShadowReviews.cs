using System.Threading.Channels;
using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Advisory;

/// <summary>
/// Reviews without effect, beside the loop and on connections of their own. The loop hands them over and goes on: it never waits, whatever the provider or
/// Postgres does.
/// </summary>
internal sealed class ShadowReviews(ReviewRunner runner, AdvisoryStatus status, ProviderOptions options, AdvisoryMetrics metrics, ILogger<ShadowReviews> logger)
    : IServiceLoop
{
    private const int MostWaiting = 256;
    private const int AtATime = 4;

    private readonly Channel<AdvisoryRequest> _waiting = Channel.CreateBounded<AdvisoryRequest>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Takes a review, or drops and counts it while too many wait.</summary>
    public void Offer(AdvisoryRequest request)
    {
        if (!_waiting.Writer.TryWrite(request))
        {
            metrics.ShadowDropped();
        }
    }

    public Task RunAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        _waiting.Reader.ReadAllAsync(cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
        ReviewAsync);

    private async ValueTask ReviewAsync(AdvisoryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            // One time-out for each endpoint: nobody waits for it.
            await runner.RunAsync(request, status.Current with { Shadow = true }, options.Timeout * (options.Endpoints().Count + 1), cancellationToken);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            TradingLog.ShadowReviewFailed(logger, request.Decision.Row.DecisionHash, failure.Message);
        }
    }
}
