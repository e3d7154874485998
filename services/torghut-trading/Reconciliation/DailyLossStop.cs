using Torghut.Contracts.Market;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Reconciliation;

/// <summary>Lets only exits leave once the account has lost too much since the last close. Money that was moved in or out is neither gain nor loss.</summary>
internal sealed class DailyLossStop(
    ActivityReader activities, ActivityStore store, AccountDayStore days, MovedMoney moved, SafetyLatches latches, SwitchOptions switches, RiskOptions risk)
{
    /// <summary>The account with what was moved since the last close.</summary>
    /// <param name="clock">Market time.</param>
    /// <param name="account">As read after the activities.</param>
    /// <param name="beside">What it holds beside everything known; null when it could not be compared.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<BrokerAccount> CheckAsync(
        MarketClock clock, BrokerAccount account, AccountBaseline? beside, CancellationToken cancellationToken)
    {
        if (account.LastEquity is not { } lastEquity)
        {
            return account;
        }

        // The broker changes it some time after the close that it belongs to.
        var since = await days.LastEquitySinceAsync(switches.AccountLabel, lastEquity, clock.Now, cancellationToken);
        var close = MarketCalendar.LastClosed(since).Close;
        var unexplained = await days.MovedUnexplainedAsync(switches.AccountLabel, beside, risk.ReconciliationCashTolerance, cancellationToken);
        account = await WithMovedAsync(account, close, unexplained, cancellationToken);
        if (risk.LossLimit(lastEquity) is not { } limit || account.DailyLoss < limit)
        {
            return account;
        }

        // What was moved between the two readings would pass for a loss.
        await activities.ReadAsync(clock.Now, cancellationToken);
        account = await WithMovedAsync(account, close, unexplained, cancellationToken);
        if (account.DailyLoss >= limit)
        {
            latches.Trip(Latch.DailyLoss, $"lost {account.DailyLoss} USD since the last close, the limit is {limit}", "daily-loss stop");
        }

        return account;
    }

    private async Task<BrokerAccount> WithMovedAsync(
        BrokerAccount account, DateTimeOffset close, decimal unexplained, CancellationToken cancellationToken)
    {
        moved.SinceLastClose = await store.MovedInAsync(switches.AccountLabel, close, cancellationToken) + unexplained;
        return account with { MovedIn = moved.SinceLastClose };
    }
}
