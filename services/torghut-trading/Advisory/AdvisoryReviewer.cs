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

        // No answer of this tick can be stored: none is paid for.
        if (request.Budget.LedgerFailed)
        {
            return Without(request, stance, UnrecordedReasons.LedgerFailed, "as before in this tick");
        }

        var began = time.GetTimestamp();
        try
        {
            var result = await runner.RunAsync(request, stance, options.TickBudget - request.Budget.Spent, cancellationToken);
            return new AdvisoryVerdict(result.Guarded.Veto, result.Guarded.Order, result.Source) { Waited = true };
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            request.Budget.FailLedger();
            return Without(request, stance, UnrecordedReasons.LedgerFailed, failure.Message);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // What nobody thought of costs this decision its advice, not the decisions and exits behind it their tick.
            return Without(request, stance, UnrecordedReasons.Failed, failure.GetType().Name);
        }
        finally
        {
            request.Budget.Spend(time.GetElapsedTime(began));
        }
    }

    /// <summary>
    /// A review without a row. Where reviews cannot be stored an order that opens exposure does not leave, whatever the fail mode: nothing would say that it
    /// left without the advice that was asked for.
    /// </summary>
    private AdvisoryVerdict Without(AdvisoryRequest request, Stance stance, string reason, string detail)
    {
        var guarded = PolicyGuard.WithoutAdvice(request.Order, reason == UnrecordedReasons.LedgerFailed ? FailMode.Veto : stance.FailMode);
        status.Unrecorded(request.Decision.Row.DecisionHash, stance.Mode, reason, detail);
        return new AdvisoryVerdict(guarded.Veto, guarded.Order, $"llm:{stance.Mode}:{reason}:{guarded.Effect(request.Order)}") { Waited = true };
    }
}
