namespace Torghut.Alpaca.Trading;

/// <summary>What became of one order in a request to cancel all.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status">HTTP status of its own cancellation: 200 accepted, 500 failed.</param>
public sealed record CancelResult(string OrderId, int Status)
{
    /// <summary>Whether the cancellation was accepted; the order is cancelled only when it says so itself.</summary>
    public bool Accepted => Status is >= 200 and < 300;
}
