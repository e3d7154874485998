using Torghut.Ops.Replay;

namespace Torghut.Ops.Tests.Replay;

public sealed class ReplayVerificationTests
{
    private static readonly DayDigest Signals = new("ta_signals", "AAPL", "2026-02-12", 5, 10, "1");
    private static readonly DayDigest Bars = new("ta_microbars", "AAPL", "2026-02-12", 5, 10, "2");

    [Test]
    public void Rows_Same_Hold() => Assert.That(ReplayVerification.Rows(Record(history: true), [Signals, Bars], [Bars, Signals]).Holds);

    [Test]
    public void Rows_OtherContent_AreNamed()
    {
        var line = ReplayVerification.Rows(Record(history: true), [Signals, Bars], [Signals with { Digest = "3" }, Bars]);
        Assert.That((line.Holds, line.Detail), Is.EqualTo((false, "1 of 2 symbols and days differ: ta_signals AAPL 2026-02-12 other content")));
    }

    /// <summary>Averages that began anew with the logs cannot be the first run's; how many there are can.</summary>
    [Test]
    public void Rows_LogsWithoutHistory_CompareSignalsByNumber()
    {
        Assert.That(ReplayVerification.Rows(Record(history: false), [Signals, Bars], [Signals with { Digest = "3" }, Bars]).Holds);
        Assert.That(ReplayVerification.Rows(Record(history: false), [Signals, Bars], [Signals, Bars with { Digest = "3" }]).Holds, Is.False);
        Assert.That(ReplayVerification.Rows(Record(history: false), [Signals, Bars], [Bars]).Holds, Is.False);
    }

    [Test]
    public void Rows_NoFirstRun_ProveNothing() => Assert.That(ReplayVerification.Rows(Record(history: true), [], []).Holds, Is.False);

    [TestCase(10, 10, true, "every row was written again")]
    [TestCase(10, 9, false, "not every row was written again: ta_microbars AAPL 2026-02-12 9 of 10")]
    public void Written_Rows_AreCounted(long signals, long bars, bool holds, string detail)
    {
        var line = ReplayVerification.Written(
            [Signals, Bars], new Dictionary<(string, string, string), long> { [Signals.Key] = signals, [Bars.Key] = bars });
        Assert.That((line.Holds, line.Detail), Is.EqualTo((holds, detail)));
    }

    [Test]
    public void Written_Nothing_IsCaught() => Assert.That(
        ReplayVerification.Written([Signals], new Dictionary<(string, string, string), long>()).Detail, Does.StartWith("nothing was replayed"));

    private static ReplayRecord Record(bool history) =>
        new("x", "torghut-ta-replay-x", new TaManifest("torghut-ta-live", "latest", "running", 0), default, default, history);
}
