using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Torghut.Ta.Indicators;

/// <summary>
/// Σ vwap·v / Σ v since the market day began at 04:00 America/New_York
/// (<see href="https://en.wikipedia.org/wiki/Volume-weighted_average_price">VWAP</see>). The two sums keep what their additions rounded off, by the
/// two-sum of <see cref="RunningSums"/>.
/// </summary>
internal struct SessionVwap
{
    private Vector128<double> _high;
    private Vector128<double> _low;

    public SessionVwap()
    {
    }

    /// <summary>Start of the market day the sums belong to, epoch seconds.</summary>
    public long SessionStart { get; private set; } = long.MinValue;

    /// <summary>The vwap after this bar; NaN while nothing was traded.</summary>
    /// <param name="traded">The bar's vwap times its volume, and its volume.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(long sessionStart, Vector128<double> traded)
    {
        if (sessionStart != SessionStart)
        {
            SessionStart = sessionStart;
            _high = _low = default;
        }

        var sum = _high + traded;
        var shifted = sum - _high;
        var low = _low + ((_high - (sum - shifted)) + (traded - shifted));
        // Renormalise, so that the low part stays below half a unit of the high one.
        var values = sum + low;
        _low = low - (values - sum);
        _high = values;
        return Ratio(values);
    }

    /// <summary>The first element by the second; NaN when that is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Ratio(Vector128<double> pair) => pair.GetElement(1) > 0 ? pair.ToScalar() / pair.GetElement(1) : double.NaN;

    public readonly (double High, double Low) Parts(int element) => (_high.GetElement(element), _low.GetElement(element));

    public static SessionVwap Restore(long sessionStart, (double High, double Low) notional, (double High, double Low) volume) => new()
    {
        SessionStart = sessionStart,
        _high = Vector128.Create(notional.High, volume.High),
        _low = Vector128.Create(notional.Low, volume.Low),
    };
}
