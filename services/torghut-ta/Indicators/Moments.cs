using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Torghut.Ta.Indicators;

/// <summary>
/// Mean and population standard deviation of a short window, in two passes from scratch: there is no running value that could drift.
/// The four lanes are added in a fixed order, so every machine gets the same bits.
/// </summary>
internal static class Moments
{
    public static double Mean(ReadOnlySpan<double> values) => Sum(values) / values.Length;

    public static double StandardDeviation(ReadOnlySpan<double> values, double mean)
    {
        var lanes = Vector256<double>.Zero;
        var centre = Vector256.Create(mean);
        var blocks = MemoryMarshal.Cast<double, Vector256<double>>(values);
        foreach (ref readonly var block in blocks)
        {
            var deviation = block - centre;
            lanes += deviation * deviation;
        }

        var sum = AddLanes(lanes);
        for (var i = blocks.Length * Vector256<double>.Count; i < values.Length; i++)
        {
            var deviation = values[i] - mean;
            sum += deviation * deviation;
        }

        return Math.Sqrt(sum / values.Length);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var lanes = Vector256<double>.Zero;
        var blocks = MemoryMarshal.Cast<double, Vector256<double>>(values);
        foreach (ref readonly var block in blocks) lanes += block;
        var sum = AddLanes(lanes);
        for (var i = blocks.Length * Vector256<double>.Count; i < values.Length; i++) sum += values[i];
        return sum;
    }

    private static double AddLanes(Vector256<double> lanes) =>
        (lanes.GetElement(0) + lanes.GetElement(1)) + (lanes.GetElement(2) + lanes.GetElement(3));
}
