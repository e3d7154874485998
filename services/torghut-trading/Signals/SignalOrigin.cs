using System.Diagnostics;

namespace Torghut.Trading.Signals;

/// <summary>Where a signal comes from: its own record, its bar's, and the trades of that bar.</summary>
/// <param name="Signal">Null when the row is gone.</param>
/// <param name="Bar">Null when the bar's row is gone.</param>
internal sealed record SignalOrigin(RecordOrigin? Signal, RecordOrigin? Bar)
{
    public void Describe(Activity span)
    {
        Signal?.Describe(span, "signal");
        Bar?.Describe(span, "bar");
        (Bar ?? Signal)?.DescribeInputs(span, "trades");
    }
}
