using Torghut.Ta.Indicators;
using Torghut.Ta.Microbars;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Tests.Indicators;

[TestFixture]
internal sealed class IndicatorSetTests
{
    [Test]
    public void Update_FirstBar_SeedsAveragesAndLeavesTheRestCold()
    {
        var values = Last(Closes(100));
        Assert.That((values.Ema12, values.Ema26, values.Macd, values.MacdSignal, values.MacdHistogram), Is.EqualTo((100, 100, 0, 0, 0)));
        Assert.That(new[] { values.Rsi14, values.BollingerMiddle, values.RealizedVolatility }, Is.All.NaN);
        Assert.That((values.VwapSession, values.VwapWindow), Is.EqualTo((100, 100)));
    }

    [TestCase(14, false)]
    [TestCase(15, true)]
    public void Update_Rsi_IsNullBeforeFifteenCloses(int bars, bool warm) =>
        Assert.That(double.IsNaN(Last(Enumerable.Repeat(7.0, bars)).Rsi14), Is.EqualTo(!warm));

    [Test]
    public void Update_Rsi_HandlesFlatAndOneSidedSeries()
    {
        Assert.That(Last(Enumerable.Repeat(7.0, 20)).Rsi14, Is.EqualTo(50));
        Assert.That(Last(Enumerable.Range(1, 20).Select(i => (double)i)).Rsi14, Is.EqualTo(100));
        Assert.That(Last(Enumerable.Range(1, 20).Select(i => 30.0 - i)).Rsi14, Is.Zero);
    }

    /// <summary>A table of RSI that was published; its values are rounded to two places.</summary>
    [Test]
    public void Update_Rsi_EqualsThePublishedTable()
    {
        double[] closes =
        [
            44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.6140, 46.2820, 46.2820, 46.0028,
            46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515, 45.7835, 45.3548, 44.0288, 44.1783, 44.2181, 44.5672, 43.4205, 42.6628,
            43.1314,
        ];
        double[] expected =
            [70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87, 45.46, 37.30, 33.08, 37.77];
        Assert.That(
            Enumerable.Range(15, expected.Length).Select(count => Last(closes.Take(count)).Rsi14), Is.EqualTo(expected).Within(0.00501));
    }

    /// <summary>A table of Bollinger bands that was published: population deviation.</summary>
    [TestCase(20, 88.71, 91.29, 86.12)]
    [TestCase(21, 89.05, 91.95, 86.14)]
    public void Update_Bollinger_EqualsThePublishedTable(int count, double middle, double upper, double lower)
    {
        double[] closes =
        [
            86.1557, 89.0867, 88.7829, 90.3228, 89.0671, 91.1453, 89.4397, 89.1750, 86.9302, 87.6752, 86.9596, 89.4299, 89.3221, 88.7241, 87.4497, 87.2634,
            89.4985, 87.9006, 89.1260, 90.7043, 92.9001,
        ];
        var values = Last(closes.Take(count));
        Assert.That(
            new[] { values.BollingerMiddle, values.BollingerUpper, values.BollingerLower }, Is.EqualTo(new[] { middle, upper, lower }).Within(0.0101));
    }

    [TestCase(19, false)]
    [TestCase(20, true)]
    public void Update_Bollinger_IsNullBeforeTwentyCloses(int bars, bool warm) =>
        Assert.That(double.IsNaN(Last(Enumerable.Repeat(7.0, bars)).BollingerMiddle), Is.EqualTo(!warm));

    [Test]
    public void Update_Volatility_NeedsTwoCloses()
    {
        Assert.That(Last(Closes(100)).RealizedVolatility, Is.NaN);
        Assert.That(Last(Closes(100, 101)).RealizedVolatility, Is.Zero);
        Assert.That(Last(Closes(100, 101, 100)).RealizedVolatility, Is.EqualTo(Math.Log(1.01)).Within(1e-15));
    }

    [Test]
    public void Update_WindowVwap_LeavesOutTheBarExactlyAWindowAgo()
    {
        var set = new IndicatorSet(300, 60);
        set.Update(Bar(1000, 10, 1), 0, out _);
        set.Update(Bar(1299, 20, 1), 0, out var inside);
        set.Update(Bar(1300, 30, 1), 0, out var outside);
        Assert.That((inside.VwapWindow, outside.VwapWindow, outside.VwapSession), Is.EqualTo((15, 25, 20)));
    }

    [Test]
    public void Update_NewSession_RestartsTheSessionVwapOnly()
    {
        var set = new IndicatorSet(300, 60);
        set.Update(Bar(1000, 10, 1), 0, out _);
        set.Update(Bar(1001, 20, 1), 1000, out var values);
        Assert.That((values.VwapSession, values.VwapWindow), Is.EqualTo((20, 15)));
    }

    [Test]
    public void Update_BarsWithoutVolume_HaveNoVwap()
    {
        var set = new IndicatorSet(300, 60);
        set.Update(Bar(1000, 10, 0) with { Vwap = double.NaN }, 0, out var values);
        Assert.That(new[] { values.VwapSession, values.VwapWindow }, Is.All.NaN);
    }

    /// <summary>A running sum would be off by more than this after a crash of the price and a day of updates.</summary>
    [Test]
    public void Update_AFullDayWithJumps_StaysWithinTheToleranceOfARecomputation()
    {
        var random = new Random(20131007);
        var bars = new List<BarValues>();
        var price = 500.0;
        for (var second = 0; second < 57_600; second++)
        {
            price = Math.Max(0.01, price + ((random.NextDouble() - 0.5) * (random.Next(5000) == 0 ? 200 : 0.02)));
            if (random.Next(4) != 0)
            {
                bars.Add(Bar(1_381_132_801 + second, Math.Round(price, 4), random.Next(1, 1_000_000)));
            }
        }

        var set = new IndicatorSet(300, 60);
        var oracleBars = bars.Select(b => new OracleBar("X", b.EndSecond, b.Open, b.High, b.Low, b.Close, b.Volume, b.Vwap, b.Count, 0, 0, 0)).ToList();
        var closes = bars.Select(b => b.Close).ToList();
        var session = OracleIndicators.SessionVwap(oracleBars);
        var rsi = OracleIndicators.Rsi(closes);
        var slow = OracleIndicators.Ema(closes, 26);
        for (var i = 0; i < bars.Count; i++)
        {
            set.Update(bars[i], 1_381_132_800, out var values);
            if (i % 97 != 0 && i < bars.Count - 100)
            {
                continue;
            }

            var (mid, upper, lower) = OracleIndicators.Bollinger(closes, i);
            Near(values.BollingerMiddle, mid, i);
            Near(values.BollingerUpper, upper, i);
            Near(values.BollingerLower, lower, i);
            Near(values.RealizedVolatility, OracleIndicators.Volatility(closes, i, 60), i);
            Near(values.VwapWindow, OracleIndicators.WindowVwap(oracleBars, i, 300), i);
            Near(values.VwapSession, session[i], i);
            Near(values.Rsi14, rsi[i], i);
            Near(values.Ema26, slow[i], i);
        }
    }

    /// <summary>A price that nobody can square must not stay in the running sums once it has left the window.</summary>
    [Test]
    public void Update_AfterAnAbsurdPrice_RecoversWhenItHasLeftTheWindow()
    {
        var closes = Enumerable.Range(0, 200).Select(i => i == 50 ? 1e200 : 100 + (i % 7 * 0.01)).ToList();
        var values = Last(closes);
        var (mid, upper, lower) = OracleIndicators.Bollinger(closes, closes.Count - 1);
        Near(values.BollingerMiddle, mid, 199);
        Near(values.BollingerUpper, upper, 199);
        Near(values.BollingerLower, lower, 199);
        Near(values.RealizedVolatility, OracleIndicators.Volatility(closes, closes.Count - 1, 60), 199);
    }

    [TestCase(7.3)]
    [TestCase(187.43)]
    [TestCase(700_000.01)]
    public void Update_FlatPrice_HasNoDeviationAtAll(double price)
    {
        var values = Last(Enumerable.Repeat(price, 100));
        Assert.That((values.BollingerUpper, values.BollingerLower, values.RealizedVolatility), Is.EqualTo((price, price, 0.0)));
    }

    /// <summary>Bands of a fraction of a tick around a high price: the squares alone would lose them.</summary>
    [Test]
    public void Update_TinyMovesOfAHighPrice_KeepTheTolerance()
    {
        var closes = Enumerable.Range(0, 300).Select(i => 700_000 + (i % 3 * 1e-4)).ToList();
        var values = Last(closes);
        var window = closes.Skip(280).Select(c => c - 700_000).ToList();
        var mean = window.Average();
        var sigma = Math.Sqrt(window.Average(x => (x - mean) * (x - mean)));
        Assert.That((values.BollingerUpper - values.BollingerLower) / 4, Is.EqualTo(sigma).Within(1e-10));
    }

    [TestCase(100, 100.01)]
    [TestCase(100, 103.1)]
    [TestCase(100, 96.95)]
    [TestCase(5, 20)]
    [TestCase(0.0001, 0.0002)]
    public void LogReturn_OfTwoCloses_IsTheLogarithmOfTheirRatio(double previous, double close) =>
        Assert.That(LogReturn.Of(previous, close), Is.EqualTo(Math.Log(close / previous)).Within(4e-16));

    private static void Near(double actual, double expected, int index)
    {
        if (double.IsNaN(expected))
        {
            Assert.That(actual, Is.NaN);
        }
        else
        {
            Assert.That(actual, Is.EqualTo(expected).Within(1e-9 * Math.Abs(expected)), $"bar {index}");
        }
    }

    private static double[] Closes(params double[] closes) => closes;

    private static IndicatorValues Last(IEnumerable<double> closes)
    {
        var set = new IndicatorSet(300, 60);
        IndicatorValues values = default;
        var second = 1000L;
        foreach (var close in closes)
        {
            set.Update(Bar(second++, close, 1), 0, out values);
        }

        return values;
    }

    private static BarValues Bar(long end, double price, double volume) =>
        new(end, price, price, price, price, volume, price, 1, 0, 0, 0);
}
