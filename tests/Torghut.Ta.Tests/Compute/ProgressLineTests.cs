using Torghut.Ta.Compute;

namespace Torghut.Ta.Tests.Compute;

[TestFixture]
internal sealed class ProgressLineTests
{
    [Test]
    public void Report_OnATerminal_RewritesOneLineNowAndThen()
    {
        var time = new SteppedTime();
        using var output = new StringWriter();
        var line = new ProgressLine(output, isTerminal: true, time);
        line.Report("AIG 2013-10-07", 0, 4, 0.25);
        Assert.That(output.ToString(), Is.Empty, "not at once");
        time.Now += TimeSpan.FromMilliseconds(150);
        line.Report("AIG 2013-10-07", 0, 4, 0.5);
        line.Report("AIG 2013-10-07", 0, 4, 0.6);
        line.Clear();
        Assert.That(output.ToString(), Is.EqualTo("\r[1/4] AIG 2013-10-07 50 %\u001b[K\r\u001b[K"));
    }

    [Test]
    public void Report_ToAFile_WritesALineEveryFewSeconds()
    {
        var time = new SteppedTime();
        using var output = new StringWriter();
        var line = new ProgressLine(output, isTerminal: false, time);
        for (var second = 1; second <= 11; second++)
        {
            time.Now += TimeSpan.FromSeconds(1);
            line.Report("IBM", 2, 4, second / 20.0);
        }

        line.Clear();
        Assert.That(output.ToString().Split(Environment.NewLine), Is.EqualTo(new[] { "[3/4] IBM 25 %", "[3/4] IBM 50 %", "" }));
    }

    private sealed class SteppedTime : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
