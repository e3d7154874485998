using System.Globalization;
using System.Text;

namespace Torghut.Trading.Backtest;

/// <summary>Equity along time, with its losses from the peak below it, as a drawing of its own.</summary>
internal static class EquityChart
{
    private const int Width = 900;
    private const int Height = 220;
    private const int LossHeight = 70;

    public static void Append(StringBuilder page, IReadOnlyList<List<object?>> curve)
    {
        page.Append("<h2>Equity</h2>\n");
        if (curve.Count < 2)
        {
            page.Append("<p class=\"note\">Too few points to draw.</p>\n");
            return;
        }

        var equity = curve.Select(point => (double)(decimal)point[1]!).ToList();
        var losses = new List<double>(equity.Count);
        var peak = double.MinValue;
        foreach (var value in equity)
        {
            peak = Math.Max(peak, value);
            losses.Add(peak > 0 ? (value - peak) / peak : 0);
        }

        page.Append(CultureInfo.InvariantCulture,
            $"<figure><svg viewBox=\"0 0 {Width} {Height + LossHeight + 10}\" role=\"img\" aria-label=\"Equity from {equity[0]:0.00} to {equity[^1]:0.00} USD\">");
        Line(page, equity, 0, Height, "#1f6feb");
        Line(page, losses, Height + 10, LossHeight, "#c0392b");
        page.Append(CultureInfo.InvariantCulture,
            $"</svg><figcaption class=\"note\">Equity {equity.Min():0.00} to {equity.Max():0.00} USD; below, losses from the peak, {-losses.Min():P2} at most.</figcaption></figure>\n");
    }

    private static void Line(StringBuilder page, List<double> values, int top, int height, string color)
    {
        var (low, high) = (values.Min(), values.Max());
        var span = high > low ? high - low : 1;
        page.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"1.5\" points=\"");
        for (var i = 0; i < values.Count; i++)
        {
            var x = (double)i / (values.Count - 1) * Width;
            var y = top + ((high - values[i]) / span * height);
            page.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        }

        page.Append("\"/>");
    }
}
