namespace Torghut.Trading.Signals;

/// <summary>Why the signals of a symbol, or a batch as a whole, are not fit for decisions. Persisted and counted.</summary>
internal static class FeatureQualityReasons
{
    public const string NullRate = "required_feature_null_rate";
    public const string Stale = "feature_staleness";
    public const string Duplicates = "duplicate_signals";
    public const string Disorder = "non_monotonic_progression";

    public static IReadOnlyList<string> All { get; } = [NullRate, Stale, Duplicates, Disorder];
}
