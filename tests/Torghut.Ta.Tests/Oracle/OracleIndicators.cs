namespace Torghut.Ta.Tests.Oracle;

/// <summary>Textbook indicators over whole lists.</summary>
internal static class OracleIndicators
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public static List<double> Ema(IReadOnlyList<double> values, int period)
    {
        var alpha = 2.0 / (period + 1);
        var result = new List<double>();
        foreach (var value in values)
        {
            result.Add(result.Count == 0 ? value : (alpha * value) + ((1 - alpha) * result[^1]));
        }

        return result;
    }

    public static List<double> Rsi(IReadOnlyList<double> closes)
    {
        var result = Enumerable.Repeat(double.NaN, closes.Count).ToList();
        double gain = 0, loss = 0;
        for (var i = 14; i < closes.Count; i++)
        {
            if (i == 14)
            {
                gain = Enumerable.Range(1, 14).Average(k => Math.Max(0, closes[k] - closes[k - 1]));
                loss = Enumerable.Range(1, 14).Average(k => Math.Max(0, closes[k - 1] - closes[k]));
            }
            else
            {
                gain = ((13 * gain) + Math.Max(0, closes[i] - closes[i - 1])) / 14;
                loss = ((13 * loss) + Math.Max(0, closes[i - 1] - closes[i])) / 14;
            }

            result[i] = loss == 0 ? (gain == 0 ? 50 : 100) : 100 - (100 / (1 + (gain / loss)));
        }

        return result;
    }

    public static (double Mid, double Upper, double Lower) Bollinger(IReadOnlyList<double> closes, int i)
    {
        if (i < 19)
        {
            return (double.NaN, double.NaN, double.NaN);
        }

        var window = closes.Skip(i - 19).Take(20).ToList();
        var mean = window.Average();
        var sigma = Math.Sqrt(window.Average(x => (x - mean) * (x - mean)));
        return (mean, mean + (2 * sigma), mean - (2 * sigma));
    }

    public static double Volatility(IReadOnlyList<double> closes, int i, int window)
    {
        var from = Math.Max(0, i - window + 1);
        var returns = Enumerable.Range(from + 1, i - from).Select(k => Math.Log(closes[k] / closes[k - 1])).ToList();
        if (returns.Count == 0)
        {
            return double.NaN;
        }

        var mean = returns.Average();
        return Math.Sqrt(returns.Average(r => (r - mean) * (r - mean)));
    }

    public static double WindowVwap(IReadOnlyList<OracleBar> bars, int i, int seconds)
    {
        double notional = 0, volume = 0;
        for (var k = i; k >= 0 && bars[k].End > bars[i].End - seconds; k--)
        {
            if (double.IsNaN(bars[k].Vwap))
            {
                continue;
            }

            notional += bars[k].Vwap * bars[k].V;
            volume += bars[k].V;
        }

        return volume > 0 ? notional / volume : double.NaN;
    }

    /// <summary>Exact sums in decimal arithmetic, so that a whole day can be checked without adding it up again for every bar.</summary>
    public static List<double> SessionVwap(IReadOnlyList<OracleBar> bars)
    {
        var result = new List<double>();
        decimal notional = 0, volume = 0;
        var day = DateTime.MinValue;
        foreach (var bar in bars)
        {
            var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(bar.End - 1), NewYork).DateTime;
            var date = local.AddHours(-4).Date;
            if (date != day)
            {
                (day, notional, volume) = (date, 0, 0);
            }

            if (!double.IsNaN(bar.Vwap))
            {
                notional += (decimal)(bar.Vwap * bar.V);
                volume += (decimal)bar.V;
            }

            result.Add(volume > 0 ? (double)(notional / volume) : double.NaN);
        }

        return result;
    }
}
