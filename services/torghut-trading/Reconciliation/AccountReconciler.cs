using Torghut.Trading.Account;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Reconciliation;

/// <summary>
/// Compares fills and activities with the broker's positions and cash. A difference that is seen twice alike allows exits only, until a person has accepted it;
/// then a new baseline is opened. A pass during which positions moved decides nothing.
/// </summary>
internal sealed class AccountReconciler(
    IAccountBaselineStore store, SafetyLatches latches, SwitchOptions switches, RiskOptions risk, TradingMetrics metrics, TradingGauges gauges,
    ILogger<AccountReconciler> logger)
{
    private const string Actor = "reconciliation";

    private ReconciliationBreak? _suspicion;

    /// <summary>Returns what the account holds beside everything known; null when positions moved meanwhile.</summary>
    public async Task<AccountBaseline?> CheckAsync(AccountObservation observed, CancellationToken cancellationToken)
    {
        if (!observed.StoodStill)
        {
            return null;
        }

        var known = await store.TotalsAsync(switches.AccountLabel, cancellationToken);
        var baseline = AccountBaseline.Of(observed.Cash, observed.After.Select(position => (position.Symbol, position.Qty)), known);
        if (await store.InForceAsync(switches.AccountLabel, cancellationToken) is not { } inForce)
        {
            await store.OpenAsync(switches.AccountLabel, observed.MarketTime, baseline, cancellationToken);
            TradingLog.BaselineOpened(logger, baseline.Cash, baseline.Positions.Count);
            return baseline;
        }

        var found = baseline.Less(inForce, risk.ReconciliationCashTolerance);
        var again = found == _suspicion;
        _suspicion = found.IsEmpty ? null : found;
        gauges.ReconciliationBreak = !found.IsEmpty;
        if (found.IsEmpty || !again || latches.Reducing.Contains(Latch.ReconciliationBreak))
        {
            return baseline;
        }

        metrics.ReconciliationBreak();
        TradingLog.ReconciliationBreak(logger, found.ToString());
        await store.RecordAsync(switches.AccountLabel, found, cancellationToken);
        latches.Trip(Latch.ReconciliationBreak, $"fills and activities do not explain the account: {found}", Actor);
        return baseline;
    }
}
