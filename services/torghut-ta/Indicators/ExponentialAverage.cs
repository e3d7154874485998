namespace Torghut.Ta.Indicators;

/// <summary>
/// Exponential moving average, y ← y + α·(x − y) with α = 2/(N+1), seeded with the first value
/// (<see href="https://en.wikipedia.org/wiki/Exponential_smoothing">exponential smoothing</see>).
/// </summary>
/// <remarks>
/// Three of them make the MACD of Gerald Appel (Technical Analysis: Power Tools for Active Investors, 2005): the average of 12 closes less that of 26,
/// and its signal line, the average of 9 of those differences (<see href="https://en.wikipedia.org/wiki/MACD">MACD</see>). A seed with the mean of
/// the first N, which some packages use, would differ in the first few N values and need them all to be held.
/// </remarks>
internal struct ExponentialAverage(int period)
{
    private readonly double _alpha = 2.0 / (period + 1);

    /// <summary>NaN before the first value.</summary>
    public double Value { get; set; } = double.NaN;

    public double Update(double value) => Value = double.IsNaN(Value) ? value : Value + (_alpha * (value - Value));
}
