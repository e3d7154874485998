using Torghut.Trading.Execution;

namespace Torghut.Trading.Reconciliation;

/// <summary>What was moved in or out of the account since the last close.</summary>
internal interface IMovedMoneyReader
{
    /// <summary>The account with what was moved; as it was given while the last close is not known.</summary>
    /// <param name="clock">Market time.</param>
    /// <param name="account">As read after the activities.</param>
    /// <param name="beside">What it holds beside everything known; null when it could not be compared.</param>
    /// <param name="again">Whether activities are read once more before: what was moved between two readings would pass for a loss.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<BrokerAccount> AddToAsync(MarketClock clock, BrokerAccount account, AccountBaseline? beside, bool again, CancellationToken cancellationToken);
}
