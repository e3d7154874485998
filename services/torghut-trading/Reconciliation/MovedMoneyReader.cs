using Torghut.Contracts.Market;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Reconciliation;

/// <summary>Adds up transfers, and cash that moved without any record, since the last close.</summary>
internal sealed class MovedMoneyReader(
    ActivityReader activities, ActivityStore store, AccountDayStore days, MovedMoney moved, SwitchOptions switches, RiskOptions risk) : IMovedMoneyReader
{
    public async Task<BrokerAccount> AddToAsync(
        MarketClock clock, BrokerAccount account, AccountBaseline? beside, bool again, CancellationToken cancellationToken)
    {
        if (account.LastEquity is not { } lastEquity)
        {
            return account;
        }

        // The broker changes it some time after the close that it belongs to.
        var since = await days.LastEquitySinceAsync(switches.AccountLabel, lastEquity, clock.Now, cancellationToken);
        var close = MarketCalendar.LastClosed(since).Close;
        var unexplained = await days.MovedUnexplainedAsync(switches.AccountLabel, beside, risk.ReconciliationCashTolerance, cancellationToken);
        if (again)
        {
            await activities.ReadAsync(clock.Now, cancellationToken);
        }

        moved.SinceLastClose = await store.MovedInAsync(switches.AccountLabel, close, cancellationToken) + unexplained;
        return account with { MovedIn = moved.SinceLastClose };
    }
}
