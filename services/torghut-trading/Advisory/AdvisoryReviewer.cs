using Npgsql;

namespace Torghut.Trading.Advisory;

/// <summary>
/// Asks a language model. In shadow, and for what closes a position, it hands the review over and changes nothing; otherwise it waits, for as long as the
/// tick's budget lasts, and returns what the policy makes of the answer.
/// </summary>
internal sealed class AdvisoryReviewer(ReviewRunner runner, ShadowReviews shadow, AdvisoryStatus status, ProviderOptions options, TimeProvider time)
    : IDecisionReviewer
{
    public string Name => "llm";

    public bool Waits => !status.Current.Shadow;

    public async Task<AdvisoryVerdict> ReviewAsync(AdvisoryRequest request, CancellationToken cancellationToken)
    {
        var stance = status.Current;

        // A provider that is away must not keep a position open: advice on an exit has no effect.
        if (stance.Shadow || !request.Opens)
        {
            shadow.Offer(request);
            return new AdvisoryVerdict(false, request.Order, "llm:shadow");
        }

        var began = time.GetTimestamp();
        try
        {
            var result = await runner.RunAsync(request, stance, options.TickBudget - request.Budget.Spent, cancellationToken);
            return new AdvisoryVerdict(result.Guarded.Veto, result.Guarded.Order, result.Source) { Waited = true };
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or NpgsqlException or TimeoutException))
        {
            // What nobody thought of costs this decision its advice, not the decisions and exits behind it their tick. A database that is away is the tick's.
            var guarded = PolicyGuard.WithoutAdvice(request.Order, stance.FailMode);
            status.Failed(request.Decision.Row.DecisionHash, stance.Mode, failure);
            return new AdvisoryVerdict(guarded.Veto, guarded.Order, $"llm:{stance.Mode}:failed:{guarded.Effect(request.Order)}") { Waited = true };
        }
        finally
        {
            request.Budget.Spend(time.GetElapsedTime(began));
        }
    }
}
