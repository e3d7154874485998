using System.Runtime.CompilerServices;

namespace Torghut.Ta.Indicators;

/// <summary>
/// Wilder's relative strength index over 14 changes: the first average is their arithmetic mean, later ones are (13·previous + x)/14, and the index
/// is 100 − 100/(1 + gain/loss).
/// </summary>
/// <remarks>
/// J. Welles Wilder, New Concepts in Technical Trading Systems (1978), section VI
/// (<see href="https://en.wikipedia.org/wiki/Relative_strength_index">RSI</see>). His average is an exponential one with α = 1/14, not 2/15: packages
/// that take the latter give other numbers. He leaves a price without any change undefined; it is 50 here, neither strong nor weak.
/// </remarks>
internal struct WilderRsi
{
    public const int Period = 14;

    public WilderRsi()
    {
    }

    /// <summary>Changes seen, at most <see cref="Period"/>.</summary>
    public int Changes { get; set; }

    public double PreviousClose { get; set; } = double.NaN;

    /// <summary>Sum of gains until warm, then their average.</summary>
    public double Gain { get; set; }

    /// <summary>Sum of losses until warm, then their average.</summary>
    public double Loss { get; set; }

    /// <summary>The index after this close; NaN before the fifteenth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double close)
    {
        if (double.IsNaN(PreviousClose))
        {
            PreviousClose = close;
            return double.NaN;
        }

        var change = close - PreviousClose;
        PreviousClose = close;
        var gain = double.MaxNative(change, 0);
        var loss = double.MaxNative(-change, 0);
        if (Changes < Period)
        {
            Gain += gain;
            Loss += loss;
            if (++Changes < Period)
            {
                return double.NaN;
            }

            Gain /= Period;
            Loss /= Period;
        }
        else
        {
            Gain = ((Gain * (Period - 1)) + gain) * (1.0 / Period);
            Loss = ((Loss * (Period - 1)) + loss) * (1.0 / Period);
        }

        // 100 − 100/(1 + gain/loss) with one division less.
        var both = Gain + Loss;
        return both > 0 ? 100 * (Gain / both) : 50;
    }
}
