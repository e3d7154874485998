using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Torghut.Ta.Indicators;

/// <summary>
/// Eight running sums side by side. Each keeps what its additions rounded off (Knuth's two-sum), so a term that is taken out again leaves
/// nothing behind: the error stays near 2⁻¹⁰⁰ of the terms that passed through. The same bits on every machine.
/// </summary>
internal struct RunningSums
{
    private Vector512<double> _high;
    private Vector512<double> _low;

    /// <summary>The sums, rounded once.</summary>
    public readonly Vector512<double> Values => _high + _low;

    /// <summary>What <see cref="Values"/> cut off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<double> Rests(Vector512<double> values) => _low - (values - _high);

    /// <summary>Adds terms and takes others out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Replace(Vector512<double> outgoing, Vector512<double> incoming)
    {
        // The difference first: so the sums wait for one addition from update to update, not for two.
        var difference = incoming - outgoing;
        var sum = _high + difference;
        _low += Lost(_high, difference, sum) + Lost(incoming, -outgoing, difference);
        _high = sum;
    }

    /// <summary>Moves what the low parts gathered into the high ones; the sums stay as they are. Due once in a while, so that none overflows its
    /// place.</summary>
    public void Renormalize()
    {
        var values = Values;
        _low = Rests(values);
        _high = values;
    }

    public readonly (double High, double Low) Parts(int lane) => (_high.GetElement(lane), _low.GetElement(lane));

    public void Restore(int lane, (double High, double Low) parts)
    {
        _high = _high.WithElement(lane, parts.High);
        _low = _low.WithElement(lane, parts.Low);
    }

    /// <summary>What rounding took from left + right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Lost(Vector512<double> left, Vector512<double> right, Vector512<double> sum)
    {
        var shifted = sum - left;
        return (left - (sum - shifted)) + (right - shifted);
    }
}
