using System.Runtime.CompilerServices;

namespace Torghut.Ta.Indicators;

/// <summary>
/// The natural logarithm of close ÷ previous. Neighbouring closes are close together, where a short series is as exact as the library's
/// logarithm, several times as fast, and the same on every machine.
/// </summary>
/// <remarks>
/// The series is ln z = 2·(w + w³/3 + w⁵/5 + …) with w = (z − 1)/(z + 1)
/// (<see href="https://dlmf.nist.gov/4.6.E4">Digital Library of Mathematical Functions, 4.6.4</see>).
/// </remarks>
internal static class LogReturn
{
    private const double SeriesLimit = 1.0 / 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double previous, double close)
    {
        var ratio = (close - previous) / (close + previous);
        if (!(Math.Abs(ratio) <= SeriesLimit))
        {
            return Math.Log(close / previous);
        }

        // ln((1+r)/(1−r)) = 2·(r + r³/3 + r⁵/5 + …); at the limit the first term left out is below 2⁻⁶³ of the sum.
        var square = ratio * ratio;
        var tail = ((1.0 / 3) + (square * (1.0 / 5))) + (square * square * ((1.0 / 7) + (square * (1.0 / 9))));
        var twice = ratio + ratio;
        return twice + (twice * square * tail);
    }
}
