using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Torghut.Ta.Indicators;

/// <summary>
/// Eight running sums side by side. Each keeps what its additions rounded off (Knuth's two-sum), so a term that is taken out again leaves
/// nothing behind: the error stays near 2⁻¹⁰⁰ of the terms that passed through. The same bits on every machine.
/// Obeys ADR 0008 (docs/adr/0008-window-sums.md), which says why a plain running sum is a defect here.
/// </summary>
/// <remarks>
/// Two-sum: D. E. Knuth, The Art of Computer Programming, volume 2, section 4.2.2, theorem B
/// (<see href="https://en.wikipedia.org/wiki/2Sum">2Sum</see>). A sum kept as the double nearest to it and the rest is the expansion of
/// J. R. Shewchuk, <see href="https://doi.org/10.1007/PL00009321">Adaptive Precision Floating-Point Arithmetic</see> (1997), with two components.
/// </remarks>
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
        // No branch on which of the two is larger, as Dekker's shorter form needs: lanes differ, and it would guess wrong half of the time.
        var shifted = sum - left;
        return (left - (sum - shifted)) + (right - shifted);
    }
}
