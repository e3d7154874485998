namespace Torghut.Trading.Advisory;

/// <summary>Asks nobody.</summary>
internal sealed class NoReview : IDecisionReviewer
{
    public string Name => "off";

    public bool Waits => false;

    public Task<AdvisoryVerdict> ReviewAsync(AdvisoryRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new AdvisoryVerdict(false, request.Order, Name));
}
