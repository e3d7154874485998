using System.Globalization;

namespace Torghut.Trading.Backtest;

/// <summary>Values that a grid tries for a parameter.</summary>
internal sealed record ParameterRange(string Name, IReadOnlyList<decimal> Values)
{
    private const int MaxValues = 1_000;

    /// <summary>Reads <c>name=from:to:step</c>; null when it is not that.</summary>
    public static ParameterRange? Parse(string text)
    {
        var parts = text.Split('=', 2);
        if (parts.Length != 2 || parts[0].Length == 0)
        {
            return null;
        }

        var numbers = parts[1].Split(':').Select(number =>
            decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : (decimal?)null).ToList();
        if (numbers is not [{ } from, { } to, { } step] || step <= 0 || to < from || (to - from) / step >= MaxValues)
        {
            return null;
        }

        var values = new List<decimal>();
        for (var value = from; value <= to; value += step)
        {
            values.Add(value);
        }

        return new ParameterRange(parts[0], values);
    }

    /// <summary>Every combination of the values of ranges.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, decimal>> Grid(IReadOnlyList<ParameterRange> ranges) =>
        ranges.Aggregate(
            (IEnumerable<Dictionary<string, decimal>>)[new Dictionary<string, decimal>(StringComparer.Ordinal)],
            (points, range) => points.SelectMany(point => range.Values.Select(value =>
                new Dictionary<string, decimal>(point, StringComparer.Ordinal) { [range.Name] = value })));
}
