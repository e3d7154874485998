using Torghut.Ta.Microbars;

namespace Torghut.Ta.Indicators;

/// <summary>All indicators of one symbol. Feed it the symbol's bars in order, each once.</summary>
/// <param name="vwapWindowSeconds">Length of the trailing vwap, seconds.</param>
/// <param name="volatilityWindow">Closes that realised volatility looks at.</param>
internal sealed partial class IndicatorSet(int vwapWindowSeconds, int volatilityWindow)
{
    private const int BollingerPeriod = 20;
    private const double BollingerWidth = 2;

    private readonly LastValues _closes = new(BollingerPeriod);
    private readonly LastValues _logReturns = new(volatilityWindow - 1);
    private readonly WindowVwap _windowVwap = new(vwapWindowSeconds);
    private ExponentialAverage _ema12 = new(12);
    private ExponentialAverage _ema26 = new(26);
    private ExponentialAverage _macdSignal = new(9);
    private WilderRsi _rsi = new();
    private SessionVwap _sessionVwap = new();
    private double _previousClose = double.NaN;

    /// <summary>Takes the next bar.</summary>
    /// <param name="bar">The bar; it must have a price.</param>
    /// <param name="sessionStart">Start of the market day that the bar's window lies in, epoch seconds.</param>
    /// <param name="values">The indicators after it.</param>
    public void Update(in BarValues bar, long sessionStart, out IndicatorValues values)
    {
        var close = bar.Close;
        values = default;
        values.Ema12 = _ema12.Update(close);
        values.Ema26 = _ema26.Update(close);
        values.Macd = values.Ema12 - values.Ema26;
        values.MacdSignal = _macdSignal.Update(values.Macd);
        values.MacdHistogram = values.Macd - values.MacdSignal;
        values.Rsi14 = _rsi.Update(close);
        UpdateBollinger(close, ref values);
        // A bar whose priced trades have no size has no vwap and adds nothing to the averages.
        var volume = double.IsNaN(bar.Vwap) ? 0 : bar.Volume;
        var notional = double.IsNaN(bar.Vwap) ? 0 : bar.Vwap * volume;
        values.VwapSession = _sessionVwap.Update(sessionStart, notional, volume);
        values.VwapWindow = _windowVwap.Update(bar.EndSecond, notional, volume);
        values.RealizedVolatility = UpdateVolatility(close);
    }

    public void CopyFrom(IndicatorSet other)
    {
        _closes.CopyFrom(other._closes);
        _logReturns.CopyFrom(other._logReturns);
        _windowVwap.CopyFrom(other._windowVwap);
        _ema12 = other._ema12;
        _ema26 = other._ema26;
        _macdSignal = other._macdSignal;
        _rsi = other._rsi;
        _sessionVwap = other._sessionVwap;
        _previousClose = other._previousClose;
    }

    private void UpdateBollinger(double close, ref IndicatorValues values)
    {
        _closes.Push(close);
        if (!_closes.IsFull)
        {
            values.BollingerMiddle = values.BollingerUpper = values.BollingerLower = double.NaN;
            return;
        }

        var mean = Moments.Mean(_closes.Values);
        var width = BollingerWidth * Moments.StandardDeviation(_closes.Values, mean);
        values.BollingerMiddle = mean;
        values.BollingerUpper = mean + width;
        values.BollingerLower = mean - width;
    }

    private double UpdateVolatility(double close)
    {
        var previous = _previousClose;
        _previousClose = close;
        if (double.IsNaN(previous)) return double.NaN;
        _logReturns.Push(Math.Log(close / previous));
        return Moments.StandardDeviation(_logReturns.Values, Moments.Mean(_logReturns.Values));
    }
}
