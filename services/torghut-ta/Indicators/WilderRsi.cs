namespace Torghut.Ta.Indicators;

/// <summary>
/// Wilder's relative strength index over 14 changes: the first average is their arithmetic mean, later ones are (13·previous + x)/14.
/// </summary>
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
    public double Update(double close)
    {
        if (double.IsNaN(PreviousClose))
        {
            PreviousClose = close;
            return double.NaN;
        }

        var change = close - PreviousClose;
        PreviousClose = close;
        var gain = change > 0 ? change : 0;
        var loss = change < 0 ? -change : 0;
        if (Changes < Period)
        {
            Gain += gain;
            Loss += loss;
            if (++Changes < Period) return double.NaN;
            Gain /= Period;
            Loss /= Period;
        }
        else
        {
            Gain = ((Gain * (Period - 1)) + gain) / Period;
            Loss = ((Loss * (Period - 1)) + loss) / Period;
        }

        if (Loss == 0) return Gain == 0 ? 50 : 100;
        return 100 - (100 / (1 + (Gain / Loss)));
    }
}
