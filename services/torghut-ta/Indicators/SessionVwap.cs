namespace Torghut.Ta.Indicators;

/// <summary>Σ vwap·v / Σ v since the market day began at 04:00 America/New_York.</summary>
internal struct SessionVwap
{
    public SessionVwap()
    {
    }

    /// <summary>Start of the market day the sums belong to, epoch seconds.</summary>
    public long SessionStart { get; set; } = long.MinValue;

    public CompensatedSum Notional { get; set; }

    public CompensatedSum Volume { get; set; }

    /// <summary>The vwap after this bar; NaN while nothing was traded.</summary>
    public double Update(long sessionStart, double notional, double volume)
    {
        if (sessionStart != SessionStart)
        {
            SessionStart = sessionStart;
            Notional = default;
            Volume = default;
        }

        var sum = Notional;
        sum.Add(notional);
        Notional = sum;
        var total = Volume;
        total.Add(volume);
        Volume = total;
        return total.Value > 0 ? sum.Value / total.Value : double.NaN;
    }
}
