namespace Torghut.Ta.Indicators;

/// <summary>Exponential moving average with α = 2/(N+1), seeded with the first value.</summary>
internal struct ExponentialAverage(int period)
{
    private readonly double _alpha = 2.0 / (period + 1);

    /// <summary>NaN before the first value.</summary>
    public double Value { get; set; } = double.NaN;

    public double Update(double value) => Value = double.IsNaN(Value) ? value : Value + (_alpha * (value - Value));
}
