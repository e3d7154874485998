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
        IReadOnlyList<Feature> required,
        DateTimeOffset marketTime,
        FeatureQualityLimits limits)
    {
        if (IsOneOfEach(batch) && (cursor is not { } last || batch[0].Position >= last))
        {
            return OneOfEach(batch, required, marketTime, limits);
        }

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

    /// <summary>Whether a batch is of one instant and has no symbol twice, in order, as nearly every batch is.</summary>
    private static bool IsOneOfEach(IReadOnlyList<SignalRow> batch)
    {
        for (var i = 1; i < batch.Count; i++)
        {
            if (batch[i].EventTs != batch[0].EventTs || string.CompareOrdinal(batch[i - 1].Symbol, batch[i].Symbol) >= 0)
            {
                return false;
            }
        }

        return batch.Count > 0;
    }

    /// <summary>What <see cref="Judge"/> would say of each, without lists and groups.</summary>
    private static FeatureQualityReport OneOfEach(
        IReadOnlyList<SignalRow> batch, IReadOnlyList<Feature> required, DateTimeOffset marketTime, FeatureQualityLimits limits)
    {
        Dictionary<string, IReadOnlyList<string>>? rejected = null;
        var isStale = marketTime - batch[0].EventTs > limits.MaxStaleness;
        for (var i = 0; i < batch.Count; i++)
        {
            if (isStale || IsTooEmpty(Nulls(batch[i], required), required.Count, limits))
            {
                rejected ??= new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
                rejected.Add(batch[i].Symbol, Judge([batch[i]], required, marketTime, limits));
            }
        }

        return new FeatureQualityReport(batch, null, rejected ?? Empty);
    }

    private static bool IsTooEmpty(int nulls, int values, FeatureQualityLimits limits) => values > 0 && (double)nulls / values > limits.MaxNullRate;

    private static int Nulls(SignalRow row, IReadOnlyList<Feature> required)
    {
        var nulls = 0;
        for (var i = 0; i < required.Count; i++)
        {
            nulls += required[i].Read(row.Features) is null ? 1 : 0;
        }

        return nulls;
    }

    private static List<string> Judge(List<SignalRow> rows, IReadOnlyList<Feature> required, DateTimeOffset marketTime, FeatureQualityLimits limits)
    {
        var reasons = new List<string>();
        if (IsTooEmpty(rows.Sum(row => Nulls(row, required)), rows.Count * required.Count, limits))
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
