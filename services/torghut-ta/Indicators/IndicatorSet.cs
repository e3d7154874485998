using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Torghut.Ta.Microbars;

namespace Torghut.Ta.Indicators;

/// <summary>
/// All indicators of one symbol. Feed it the symbol's bars in order, each once. The formulas stand with their types and, side by side, in
/// docs/compute.md.
/// </summary>
/// <param name="vwapWindowSeconds">Length of the trailing vwap, seconds.</param>
/// <param name="volatilityWindow">Closes that realised volatility looks at.</param>
internal sealed partial class IndicatorSet(int vwapWindowSeconds, int volatilityWindow)
{
    // The mean of 20 closes, and two population deviations to each side: J. Bollinger, Bollinger on Bollinger Bands (2001).
    private const int BollingerPeriod = 20;
    private const double BollingerWidth = 2;

    private readonly WindowStatistics _windows = new(BollingerPeriod, volatilityWindow - 1, vwapWindowSeconds);
    private ExponentialAverage _ema12 = new(12);
    private ExponentialAverage _ema26 = new(26);
    private ExponentialAverage _macdSignal = new(9);
    private WilderRsi _rsi = new();
    private SessionVwap _sessionVwap = new();

    /// <summary>End of the last bar's window, epoch seconds; the smallest number when there was none.</summary>
    public long LastEnd => _windows.LastEnd;

    /// <summary>Takes the next bar.</summary>
    /// <param name="bar">The bar; it must have a price.</param>
    /// <param name="sessionStart">Start of the market day that the bar's window lies in, epoch seconds.</param>
    /// <param name="values">The indicators after it.</param>
    public void Update(in BarValues bar, long sessionStart, out IndicatorValues values)
    {
        // Every field is set below; clearing them first would cost as much as an average.
        Unsafe.SkipInit(out values);
        var close = bar.Close;
        var (fast, slow) = (_ema12.Update(close), _ema26.Update(close));
        var macd = fast - slow;
        var signal = _macdSignal.Update(macd);
        values.Ema12 = fast;
        values.Ema26 = slow;
        values.Macd = macd;
        values.MacdSignal = signal;
        values.MacdHistogram = macd - signal;
        values.Rsi14 = _rsi.Update(close);
        // A bar whose priced trades have no size has no vwap and adds nothing to the averages.
        var traded = double.IsNaN(bar.Vwap) ? default : Vector128.Create(bar.Vwap * bar.Volume, bar.Volume);
        values.VwapSession = _sessionVwap.Update(sessionStart, traded);
        var deviations = _windows.Update(bar.EndSecond, close, traded, out var mean, out var vwap);
        values.VwapWindow = vwap;
        values.RealizedVolatility = _windows.HasReturns ? deviations.GetElement(1) : double.NaN;
        var width = BollingerWidth * deviations.ToScalar();
        if (!_windows.HasCloses)
        {
            mean = double.NaN;
        }

        values.BollingerMiddle = mean;
        values.BollingerUpper = mean + width;
        values.BollingerLower = mean - width;
    }

    public void CopyFrom(IndicatorSet other)
    {
        _windows.CopyFrom(other._windows);
        _ema12 = other._ema12;
        _ema26 = other._ema26;
        _macdSignal = other._macdSignal;
        _rsi = other._rsi;
        _sessionVwap = other._sessionVwap;
    }
}
