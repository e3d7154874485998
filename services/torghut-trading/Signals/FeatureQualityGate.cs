using Torghut.Trading.Strategies;

namespace Torghut.Trading.Signals;

/// <summary>
/// Judges a batch before any decision. One symbol that warms up or went quiet does not stop the others; disorder stops the batch, because
/// the cursor could not be moved over it without losing rows.
/// </summary>
internal static class FeatureQualityGate
{
    /// <param name="batch">Rows as fetched.</param>
    /// <param name="cursor">Where the last batch ended; null at the first.</param>
    /// <param name="required">Features the strategies in force need.</param>
    /// <param name="marketTime">The broker's time.</param>
    /// <param name="limits">Thresholds.</param>
    public static FeatureQualityReport Evaluate(
        IReadOnlyList<SignalRow> batch,
        SignalPosition? cursor,
        IReadOnlyCollection<Feature> required,
        DateTimeOffset marketTime,
        FeatureQualityLimits limits)
    {
        if (OutOfOrder(batch, cursor))
        {
            return new FeatureQualityReport([], FeatureQualityReasons.Disorder, Empty);
        }

        var rejected = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var group in batch.GroupBy(row => row.Symbol, StringComparer.Ordinal))
        {
            var reasons = Judge([.. group], required, marketTime, limits);
            if (reasons.Count > 0)
            {
                rejected.Add(group.Key, reasons);
            }
        }

        return new FeatureQualityReport(WithoutRepeats(batch), null, rejected);
    }

    private static Dictionary<string, IReadOnlyList<string>> Empty { get; } = [];

    private static List<string> Judge(List<SignalRow> rows, IReadOnlyCollection<Feature> required, DateTimeOffset marketTime, FeatureQualityLimits limits)
    {
        var reasons = new List<string>();
        var values = rows.Count * required.Count;
        if (values > 0 && (double)rows.Sum(row => required.Count(f => f.Read(row.Features) is null)) / values > limits.MaxNullRate)
        {
            reasons.Add(FeatureQualityReasons.NullRate);
        }

        if (marketTime - rows[^1].EventTs > limits.MaxStaleness)
        {
            reasons.Add(FeatureQualityReasons.Stale);
        }

        var repeats = rows.Count - rows.Select(row => row.Position).Distinct().Count();
        if ((double)repeats / rows.Count > limits.MaxDuplicateRate)
        {
            reasons.Add(FeatureQualityReasons.Duplicates);
        }

        return reasons;
    }

    private static bool OutOfOrder(IReadOnlyList<SignalRow> batch, SignalPosition? cursor)
    {
        var last = cursor;
        foreach (var row in batch)
        {
            if (last is { } before && row.Position < before)
            {
                return true;
            }

            last = row.Position;
        }

        return false;
    }

    private static List<SignalRow> WithoutRepeats(IReadOnlyList<SignalRow> batch)
    {
        var rows = new List<SignalRow>(batch.Count);
        foreach (var row in batch)
        {
            if (rows.Count > 0 && rows[^1].Position == row.Position)
            {
                rows[^1] = row;
            }
            else
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
