using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Torghut.Ta.Indicators;

/// <summary>
/// Everything that looks at a window: mean and population deviation of the last closes, deviation of the last log returns, and the trailing vwap.
/// Values go in and out of eight sums at once. Those of closes and returns are kept without rounding (a square is two terms: what a double
/// holds of it, and the rest), so nothing drifts, and saved values alone give the same sums again, as long as the largest value of a window
/// is less than 10¹² times the smallest (ADR 0008, docs/adr/0008-window-sums.md).
/// </summary>
/// <remarks>
/// <code>
///   bar t ──┬─ close ────► ring of 20 ──┐ what falls out ┐
///           ├─ ln(close/previous) ► ring of 59 ──┐       │
///           └─ vwap·v, v ► ring of 300 s ──┐     │       │
///                                          ▼     ▼       ▼
///   sums   ←  sums  −  terms(outgoing)  +  terms(incoming)      all eight lanes in one instruction
///
///   lane    0    1     2     3     4          5          6      7
///           Σc   Σr    Σc²   Σr²   Σrest(c²)  Σrest(r²)  Σvwap·v Σv
///   high   [ each sum as the double nearest to it                 ]
///   low    [ what the additions rounded off, lane by lane         ]
///
///   deviation = √(n·Σx² − (Σx)²) / n     middle = Σc / n     trailing vwap = Σvwap·v / Σv
/// </code>
/// c² is the double nearest to the square and rest(c²) = c·c − c² what that cut off, which one fused multiply-add shows: T. Ogita, S. Rump, S. Oishi,
/// <see href="https://doi.org/10.1137/030601818">Accurate Sum and Dot Product</see> (2005), algorithm 3.5. The textbook's n·Σx² − (Σx)² cancels
/// nearly everything for prices that hardly move; with the parts that were cut off it does not lose what is left.
/// The deviation is that of a population (÷ n, not n − 1), as Bollinger defines his bands.
/// </remarks>
internal sealed partial class WindowStatistics(int closeWindow, int returnWindow, int vwapSeconds)
{
    /// <summary>Differences below this share of what was subtracted are rounding, not deviation.</summary>
    private const double Resolution = 1e-29;
    private const int NotionalLane = 6;
    private const int VolumeLane = 7;
    private const long RenormalizeMask = 0xFF;

    private readonly Ring _closes = new(closeWindow);
    private readonly Ring _returns = new(returnWindow);
    private readonly VolumeRing _volumes = new(vwapSeconds);

    /// <summary>In pairs of close and return: values, their squares, what the squares' rounding cut off; then notional and volume.</summary>
    private RunningSums _sums;
    private readonly Vector128<double> _full = Vector128.Create((double)closeWindow, returnWindow);
    private Vector128<double> _counts = Vector128.Create(1.0);
    private Vector128<double> _shares = Vector128.Create(1.0);
    private double _previous = double.NaN;

    public double PreviousClose => _previous;

    /// <summary>End of the last bar's window, epoch seconds; the smallest number when there was none.</summary>
    public long LastEnd => _volumes.Count == 0 ? long.MinValue : _volumes[_volumes.Count - 1].EndSecond;

    /// <summary>Whether the window of closes is full.</summary>
    public bool HasCloses => _closes.IsFull;

    /// <summary>Whether there is a return at all.</summary>
    public bool HasReturns => _returns.Count > 0;

    /// <param name="endSecond">End of the bar's window, epoch seconds.</param>
    /// <param name="close">Its close, above 0.</param>
    /// <param name="traded">Its vwap times its volume, and its volume.</param>
    /// <param name="mean">Mean of the closes.</param>
    /// <param name="vwap">The trailing vwap; NaN while its bars have no volume.</param>
    /// <returns>The deviations of closes and of returns.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<double> Update(long endSecond, double close, Vector128<double> traded, out double mean, out double vwap)
    {
        var isFirst = double.IsNaN(_previous);
        var change = isFirst ? 0 : LogReturn.Of(_previous, close);
        _previous = close;
        var forgotten = Vector128<double>.Zero;
        while (_volumes.HasForgotten(endSecond))
        {
            forgotten = Forget(forgotten);
        }

        Debug.Assert(!_volumes.HasForgotten(endSecond), "The window ends with this bar.");
        _volumes.Add(endSecond, traded.ToScalar(), traded.GetElement(1));
        var outgoing = Vector128.Create(_closes.Push(close), isFirst ? 0 : _returns.Push(change));
        if (_counts != _full)
        {
            Count();
        }

        Debug.Assert(_counts.ToScalar() == _closes.Count && _counts.GetElement(1) == Math.Max(1, _returns.Count), "The divisors are the rings' counts.");
        // In a local, so that the lanes stay in registers: a field would be stored and loaded between the two steps.
        var sums = _sums;
        sums.Replace(Terms(outgoing, forgotten), Terms(Vector128.Create(close, change), traded));
        // Which bars do it must not depend on when the process started.
        if ((endSecond & RenormalizeMask) == 0)
        {
            sums.Renormalize();
        }

        _sums = sums;
        var values = sums.Values;
        vwap = SessionVwap.Ratio(values.GetUpper().GetUpper());
        var deviations = Deviations(values, sums.Rests(values), out mean);
        return Vector128.EqualsAll(deviations - deviations, Vector128<double>.Zero) ? deviations : DeviationsAgain(out mean);
    }

    /// <summary>Lets go of the oldest bar, which is for the caller to take out of the sums; they are rid of the one it let go of before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<double> Forget(Vector128<double> before)
    {
        if (before != Vector128<double>.Zero)
        {
            _sums.Replace(Terms(default, before), default);
        }

        ref readonly var entry = ref _volumes.RemoveOldest();
        return _volumes.Count > 0 ? Vector128.Create(entry.Notional, entry.Volume) : BeginVwap();
    }

    /// <summary>Nothing is left in the window: whatever the sums rounded goes too.</summary>
    private Vector128<double> BeginVwap()
    {
        _sums.Restore(NotionalLane, default);
        _sums.Restore(VolumeLane, default);
        return default;
    }

    private void Count()
    {
        _counts = Vector128.Create(Math.Max(1.0, _closes.Count), Math.Max(1.0, _returns.Count));
        _shares = Vector128<double>.One / _counts;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Terms(Vector128<double> pair, Vector128<double> traded)
    {
        var squares = pair * pair;
        var rests = Vector128.FusedMultiplyAdd(pair, pair, -squares);
        // Put together in place: Create would first load what it overwrites.
        var lower = pair.ToVector256Unsafe().WithUpper(squares);
        var upper = rests.ToVector256Unsafe().WithUpper(traded);
        return lower.ToVector512Unsafe().WithUpper(upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<double> Deviations(Vector512<double> values, Vector512<double> cutOff, out double mean)
    {
        var (sums, squares, rests) = (values.GetLower().GetLower(), values.GetLower().GetUpper(), values.GetUpper().GetLower());
        var (sumsCut, squaresCut) = (cutOff.GetLower().GetLower(), cutOff.GetLower().GetUpper());
        mean = sums.ToScalar() / _counts.ToScalar();
        // n·Σx² − (Σx)², every product with the part that its rounding cut off.
        var left = _counts * squares;
        var right = sums * sums;
        var cut = Vector128.FusedMultiplyAdd(_counts, squares, -left) - Vector128.FusedMultiplyAdd(sums, sums, -right);
        var small = (_counts * (squaresCut + rests)) - ((sums + sums) * sumsCut);
        var spread = (left - right) + (cut + small);
        var none = Vector128.LessThanOrEqual(spread, left * Resolution);
        return Vector128.AndNot(Vector128.Sqrt(spread) * _shares, none);
    }

    /// <summary>A value too large to be squared has passed through: the sums would never recover by themselves.</summary>
    private Vector128<double> DeviationsAgain(out double mean)
    {
        var (notional, volume) = (_sums.Parts(NotionalLane), _sums.Parts(VolumeLane));
        _sums = default;
        for (var i = 0; i < _closes.Count; i++)
        {
            _sums.Replace(default, Terms(Vector128.Create(_closes[i], 0), default));
        }

        for (var i = 0; i < _returns.Count; i++)
        {
            _sums.Replace(default, Terms(Vector128.Create(0, _returns[i]), default));
        }

        _sums.Restore(NotionalLane, notional);
        _sums.Restore(VolumeLane, volume);
        var values = _sums.Values;
        return Deviations(values, _sums.Rests(values), out mean);
    }
}
