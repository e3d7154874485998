namespace Torghut.Ta.Indicators;

/// <summary>
/// A running sum in double-double arithmetic (Knuth's two-sum). Terms may be taken out again with <c>Add(-term)</c>; the error stays
/// near 2⁻¹⁰⁰ of the terms that passed through, which is far below what a day of updates can show.
/// </summary>
internal struct CompensatedSum
{
    private double _high;
    private double _low;

    public readonly double Value => _high + _low;

    public void Add(double term)
    {
        var sum = _high + term;
        var shifted = sum - _high;
        _low += (_high - (sum - shifted)) + (term - shifted);
        // Renormalise, so that the low part stays below half a unit of the high one.
        var high = sum + _low;
        _low -= high - sum;
        _high = high;
    }

    public readonly (double High, double Low) Parts => (_high, _low);

    public static CompensatedSum FromParts(double high, double low) => new() { _high = high, _low = low };
}
