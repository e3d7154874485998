using System.Globalization;

namespace Torghut.Ta.Compute;

/// <summary>Says now and then how far the work is: on a terminal in one line, elsewhere a line every few seconds.</summary>
internal sealed class ProgressLine(TextWriter output, bool isTerminal, TimeProvider time)
{
    private readonly TimeSpan _interval = isTerminal ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(5);
    private long _last = time.GetTimestamp();

    public void Report(string name, int index, int count, double fraction)
    {
        if (time.GetElapsedTime(_last) < _interval)
        {
            return;
        }

        _last = time.GetTimestamp();
        var line = string.Create(CultureInfo.InvariantCulture, $"[{index + 1}/{count}] {name} {fraction:P0}");
        if (isTerminal)
        {
            output.Write($"\r{line}\u001b[K");
        }
        else
        {
            output.WriteLine(line);
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
