using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Reconciliation;

/// <summary>Reads the account, keeps a snapshot of it, and acts on what it shows: fills that do not explain it, a loss beyond the day's limit.</summary>
internal sealed class AccountReader(
    IBroker broker, SnapshotStore snapshots, AccountReconciler accountReconciler, SafetyLatches latches, SwitchOptions switches, RiskOptions risk)
{
    /// <summary>What the account looked like last; null before the first time.</summary>
    public BrokerAccount? LastAccount { get; private set; }

    public IReadOnlyList<BrokerPosition> LastPositions { get; private set; } = [];

    public Task<MarketClock> ClockAsync(CancellationToken cancellationToken) => broker.GetClockAsync(cancellationToken);

    public Task<IReadOnlyList<BrokerPosition>> PositionsAsync(CancellationToken cancellationToken) => broker.ListPositionsAsync(cancellationToken);

    /// <param name="clock">Market time of the pass.</param>
    /// <param name="before">Positions before the orders were read.</param>
    /// <param name="reading">The reading of the orders.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task ReadAsync(MarketClock clock, IReadOnlyList<BrokerPosition> before, OrderReading reading, CancellationToken cancellationToken)
    {
        var account = await broker.GetAccountAsync(cancellationToken);
        var positions = await broker.ListPositionsAsync(cancellationToken);
        await snapshots.WriteAsync(switches.AccountLabel, clock, account, positions, cancellationToken);
        LastAccount = account;
        LastPositions = positions;
        if (reading.Complete)
        {
            await accountReconciler.CheckAsync(new AccountObservation(clock.Now, account.Cash, before, positions), cancellationToken);
        }

        if (risk.LossLimit(account.LastEquity) is { } limit && account.DailyLoss >= limit)
        {
            await latches.EngageReducingAsync(
                Latch.DailyLoss, $"lost {account.DailyLoss} USD since the last close, the limit is {limit}", "daily-loss stop", cancellationToken);
        }
    }
}
