using System.Globalization;

namespace Torghut.Trading.Backtest;

/// <summary>Says on a terminal now and then how far the run is; elsewhere nothing.</summary>
internal sealed class EventTimeLine(TextWriter output, bool isTerminal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long _last = time.GetTimestamp();

    public void Report(DateTimeOffset reached)
    {
        if (isTerminal && time.GetElapsedTime(_last) >= Interval)
        {
            _last = time.GetTimestamp();
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\r{reached:yyyy-MM-dd HH:mm:ss}Z\u001b[K"));
        }
    }

    public void Clear()
    {
        if (isTerminal)
        {
            output.Write("\r\u001b[K");
        }
    }
}
