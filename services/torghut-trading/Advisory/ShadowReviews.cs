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

    private const int MostDropped = 4_096;

    private readonly Channel<AdvisoryRequest> _waiting = Bounded(MostWaiting);
    private readonly Channel<AdvisoryRequest> _dropped = Bounded(MostDropped);

    /// <summary>
    /// Takes a review; while too many wait it is not made, which is counted and stored as an attempt that ended <c>late</c>. Only when those cannot be stored
    /// for long either is counting all that is done.
    /// </summary>
    public void Offer(AdvisoryRequest request)
    {
        if (!_waiting.Writer.TryWrite(request))
        {
            metrics.ShadowDropped();
            if (!_dropped.Writer.TryWrite(request))
            {
                Unrecorded(request, UnrecordedReasons.QueueFull, "too many wait to be stored");
            }
        }
    }

    /// <summary>Until the service ends; what waits then is counted and named, as nobody makes it any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // One time-out for each endpoint: nobody waits for it.
            await Task.WhenAll(
                EachAsync(_waiting, AtATime, options.Timeout * (options.Endpoints().Count + 1), cancellationToken),
                EachAsync(_dropped, 1, TimeSpan.Zero, cancellationToken));
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                while (_waiting.Reader.TryRead(out var request) || _dropped.Reader.TryRead(out request))
                {
                    Unrecorded(request, UnrecordedReasons.Stopped, "it waited");
                }
            }
        }
    }

    private static Channel<AdvisoryRequest> Bounded(int most) =>
        Channel.CreateBounded<AdvisoryRequest>(new BoundedChannelOptions(most) { FullMode = BoundedChannelFullMode.Wait });

    private Task EachAsync(Channel<AdvisoryRequest> channel, int atATime, TimeSpan time, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        channel.Reader.ReadAllAsync(cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = atATime, CancellationToken = cancellationToken },
        (request, token) => ReviewAsync(request, time, token));

    private async ValueTask ReviewAsync(AdvisoryRequest request, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunAsync(request, status.Current with { Shadow = true }, time, cancellationToken);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            Unrecorded(request, UnrecordedReasons.LedgerFailed, failure.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Unrecorded(request, UnrecordedReasons.Stopped, "it was under way");
            throw;
        }
        catch (Exception failure)
        {
            // One that escaped would end its half of the loop, and nobody starts a loop again while the other half goes on.
            Unrecorded(request, UnrecordedReasons.Failed, failure.GetType().Name);
        }
    }

    private void Unrecorded(AdvisoryRequest request, string reason, string detail)
    {
        metrics.Unrecorded(reason);
        TradingLog.ShadowReviewFailed(logger, request.Decision.Row.DecisionHash, $"{reason} ({detail})");
    }
}
