namespace Torghut.Trading.Reconciliation;

/// <summary>Baselines and the totals they are compared with, as <see cref="AccountBaselineStore"/> keeps them in Postgres.</summary>
internal interface IAccountBaselineStore
{
    /// <summary>Everything that is known to have moved cash and positions so far.</summary>
    Task<AccountTotals> TotalsAsync(string accountLabel, CancellationToken cancellationToken);

    /// <summary>The newest baseline; null where a new one is due.</summary>
    Task<AccountBaseline?> InForceAsync(string accountLabel, CancellationToken cancellationToken);

    /// <summary>Market time of the newest baseline; null before the first.</summary>
    Task<DateTimeOffset?> OpenedAtAsync(string accountLabel, CancellationToken cancellationToken);

    /// <summary>Puts a baseline in force.</summary>
    Task OpenAsync(string accountLabel, DateTimeOffset marketTime, AccountBaseline baseline, CancellationToken cancellationToken);

    /// <summary>Writes down what does not add up.</summary>
    Task RecordAsync(string accountLabel, ReconciliationBreak found, CancellationToken cancellationToken);
}
