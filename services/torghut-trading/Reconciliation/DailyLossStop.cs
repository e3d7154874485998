using Torghut.Trading.Execution;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Reconciliation;

/// <summary>Lets only exits leave once the account has lost too much since the last close. Money that was moved in or out is neither gain nor loss.</summary>
internal sealed class DailyLossStop(IMovedMoneyReader money, SafetyLatches latches, RiskOptions risk)
{
    /// <summary>The account with what was moved since the last close.</summary>
    /// <param name="clock">Market time.</param>
    /// <param name="account">As read after the activities.</param>
    /// <param name="beside">What it holds beside everything known; null when it could not be compared.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<BrokerAccount> CheckAsync(
        MarketClock clock, BrokerAccount account, AccountBaseline? beside, CancellationToken cancellationToken)
    {
        account = await money.AddToAsync(clock, account, beside, again: false, cancellationToken);
        if (Passed(account) is null)
        {
            return account;
        }

        // What was moved between the two readings would pass for a loss.
        account = await money.AddToAsync(clock, account, beside, again: true, cancellationToken);
        if (Passed(account) is { } limit)
        {
            latches.Trip(Latch.DailyLoss, $"lost {account.DailyLoss} USD since the last close, the limit is {limit}", "daily-loss stop");
        }

        return account;
    }

    /// <summary>The limit that the loss has reached; null while there is none, or it has not.</summary>
    private decimal? Passed(BrokerAccount account) => risk.LossLimit(account.LossBase) is { } limit && account.DailyLoss >= limit ? limit : null;
}
