using System.Globalization;
using Torghut.Contracts.Containers;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;
using Torghut.Trading.Strategies.Rules;

namespace Torghut.Trading.Backtest;

/// <summary>After how many bars each feature no longer depends on where the data began.</summary>
internal static class StartupSweep
{
    /// <summary>What differs by less, as a share, decides nothing: an exponential average forgets its beginning, but never to the last bit.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>
    /// By feature, the bars of the symbol and the start that need most; null where one never agrees with the whole. Empty when no signal of a start has one of
    /// its time in the whole: nothing was compared.
    /// </summary>
    /// <param name="whole">Records of all ticks.</param>
    /// <param name="starts">Records of ticks that begin later.</param>
    public static IReadOnlyDictionary<string, int?> Of(byte[] whole, IEnumerable<byte[]> starts)
    {
        var expected = Read(whole);
        var needed = new SortedDictionary<string, int?>(StringComparer.Ordinal);
        var isCompared = false;
        foreach (var (symbol, rows) in starts.SelectMany(Read))
        {
            var before = expected.GetValueOrDefault(symbol, []).ToDictionary(row => row.EventTs);
            isCompared |= rows.Exists(row => before.ContainsKey(row.EventTs));
            foreach (var feature in rows[0].Features.ToMap().Keys)
            {
                var bars = Needed(rows, before, RuleNames.Feature(feature)!.Read);
                needed[feature] = needed.TryGetValue(feature, out var most) ? Most(most, bars) : bars;
            }
        }

        return isCompared ? needed : new SortedDictionary<string, int?>(StringComparer.Ordinal);
    }

    public static string Text(IReadOnlyDictionary<string, int?> needed) => string.Join('\n', needed.Select(pair => pair.Value is { } bars
        ? string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: the same from bar {bars + 1} on, wherever the data begin")
        : $"{pair.Key}: depends on where the data begin"));

    private static int? Most(int? one, int? other) => one is null || other is null ? null : Math.Max(one.Value, other.Value);

    /// <summary>Bars up to and with the last that differs.</summary>
    private static int? Needed(List<SignalRow> rows, Dictionary<DateTimeOffset, SignalRow> before, Func<SignalFeatures, double?> read)
    {
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            if (!Same(read(rows[i].Features), before.TryGetValue(rows[i].EventTs, out var row) ? read(row.Features) : null))
            {
                return i + 1 == rows.Count ? null : i + 1;
            }
        }

        return 0;
    }

    private static bool Same(double? left, double? right) =>
        left == right || (left is { } one && right is { } other && Math.Abs(one - other) <= Tolerance * Math.Max(Math.Abs(one), Math.Abs(other)));

    private static Dictionary<string, List<SignalRow>> Read(byte[] records)
    {
        var rows = new List<SignalRow>();
        using var reader = new DerivedStreamReader(new MemoryStream(records, writable: false));
        int branch;
        while ((branch = reader.Read(out _, out var signal)) >= 0)
        {
            if (branch == DerivedStream.SignalBranch && SignalRowReader.Read(signal).Row is { } row)
            {
                rows.Add(row);
            }
        }

        // A second that was computed again is there twice: the last one counts.
        return rows.GroupBy(row => row.Symbol).ToDictionary(
            group => group.Key,
            group => group.GroupBy(row => row.EventTs).Select(same => same.Last()).OrderBy(row => row.EventTs).ToList(),
            StringComparer.Ordinal);
    }
}
