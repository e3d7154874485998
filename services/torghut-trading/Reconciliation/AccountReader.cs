using Torghut.Alpaca.Trading;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Reconciliation;

/// <summary>
/// Reads the account, keeps a snapshot of it, and acts on what it shows: fills and activities that do not explain it, a loss beyond the day's limit.
/// </summary>
internal sealed class AccountReader(
    IBroker broker, SnapshotStore snapshots, AccountReconciler accountReconciler, ActivityReader activities, DailyLossStop dailyLoss, UnreadItems unread,
    SwitchOptions switches)
{
    /// <summary>What the account looked like last; null before the first time.</summary>
    public BrokerAccount? LastAccount { get; private set; }

    public IReadOnlyList<BrokerPosition> LastPositions { get; private set; } = [];

    public Task<MarketClock> ClockAsync(CancellationToken cancellationToken) => broker.GetClockAsync(cancellationToken);

    public Task<ItemList<BrokerPosition>> PositionsAsync(CancellationToken cancellationToken) => broker.ListPositionsAsync(cancellationToken);

    /// <param name="clock">Market time of the pass.</param>
    /// <param name="before">Positions before the orders were read.</param>
    /// <param name="reading">The reading of the orders.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task ReadAsync(MarketClock clock, ItemList<BrokerPosition> before, OrderReading reading, CancellationToken cancellationToken)
    {
        var activitiesRead = await activities.ReadAsync(clock.Now, cancellationToken);
        var account = await broker.GetAccountAsync(cancellationToken);
        var positions = await broker.ListPositionsAsync(cancellationToken);
        await unread.SawAllAsync(UnreadKinds.Position, positions.Unread, cancellationToken);
        await unread.SawAllAsync(
            UnreadKinds.Account, account.Unread is { } reason ? [new UnreadItem("account", null, reason, account.RawJson)] : [], cancellationToken);
        LastPositions = positions;
        if (account.Unread is not null)
        {
            return;
        }

        await snapshots.WriteAsync(switches.AccountLabel, clock, account, positions, cancellationToken);
        var beside = reading.Complete && activitiesRead && before.Unread.Count + positions.Unread.Count == 0
            ? await accountReconciler.CheckAsync(new AccountObservation(clock.Now, account.Cash, before, positions), cancellationToken)
            : null;
        LastAccount = await dailyLoss.CheckAsync(clock, account, beside, cancellationToken);
    }
}
