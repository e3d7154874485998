namespace Torghut.Trading.Loop;

/// <summary>Outcomes of a tick, as counted and shown.</summary>
internal static class TickOutcomes
{
    public const string Ok = "ok";
    public const string NoSignals = "no_signals";
    public const string NoLease = "no_lease";
    public const string Reconciling = "reconciling";
    public const string NoCatalogue = "no_catalogue";
    public const string UniverseBlocked = "universe_fail_safe_blocked";
    public const string OutOfOrder = "non_monotonic_progression";
    public const string BrokerFailed = "broker_failed";
    public const string FetchFailed = "fetch_failed";
    public const string DatabaseFailed = "database_failed";
    public const string Failed = "failed";

    public static IReadOnlyList<string> All { get; } =
        [Ok, NoSignals, NoLease, Reconciling, NoCatalogue, UniverseBlocked, OutOfOrder, BrokerFailed, FetchFailed, DatabaseFailed, Failed];
}

/// <param name="Outcome">One of <see cref="TickOutcomes"/>.</param>
/// <param name="More">Whether the batch was full, so that the next tick should not wait.</param>
internal sealed record TickResult(string Outcome, bool More);
