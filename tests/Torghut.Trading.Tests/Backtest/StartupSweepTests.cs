using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Trading.Backtest;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>How long what is computed depends on where the data began.</summary>
public sealed class StartupSweepTests
{
    private const int Later = 100;

    [Test]
    public void Of_DataThatBeginLater_SaysFromWhichBarOnNothingDepends()
    {
        var needed = StartupSweep.Of(Records(0), [Records(Later), Records(Later + 50)]);
        Assert.That(needed["macd"], Is.Zero, "a value of its second alone");
        Assert.That(needed["rsi14"], Is.EqualTo(14), "null while it warms up");
        Assert.That(needed["ema12"], Is.InRange(40, 120), "forgets its beginning");
        Assert.That(needed["vwap_session"], Is.Null, "never forgets it");
        var text = StartupSweep.Text(needed);
        Assert.That(text, Does.Contain("rsi14: the same from bar 15 on").And.Contain("vwap_session: depends on where the data begin"));
    }

    /// <summary>A second that was computed again is in the records twice: the last one counts.</summary>
    [Test]
    public void Of_RepeatedSecond_TakesItsLast()
    {
        var twice = Nanos.Of(RecordedDayOfSignals.Open.AddSeconds(49));
        var next = Nanos.Of(RecordedDayOfSignals.Open.AddSeconds(50));
        var repeated = RecordedDayOfSignals.Bytes(60, signal => signal.Envelope.EventTs == next
            ? signal with { Envelope = signal.Envelope with { EventTs = twice } }
            : signal);
        var once = RecordedDayOfSignals.Bytes(
            60,
            signal => signal.Envelope.EventTs == twice ? signal with { Rsi14 = RecordedDayOfSignals.SignalOf(signal.Envelope.Symbol, 50).Rsi14 } : signal,
            at => at != RecordedDayOfSignals.Open.AddSeconds(50));
        Assert.That(StartupSweep.Of(repeated, [once, repeated])["rsi14"], Is.Zero);
        Assert.That(StartupSweep.Of(once, [repeated])["rsi14"], Is.Zero);
    }

    /// <summary>What has no time in common proves nothing.</summary>
    [Test]
    public void Of_NothingInCommon_IsEmpty()
    {
        Assert.That(StartupSweep.Of(Records(0), [RecordedDayOfSignals.Bytes(0)]), Is.Empty);
        var later = RecordedDayOfSignals.Bytes(500, keep: at => at > RecordedDayOfSignals.Open.AddSeconds(450));
        Assert.That(StartupSweep.Of(RecordedDayOfSignals.Bytes(400), [later]), Is.Empty);
    }

    /// <summary>Records whose averages begin where they begin.</summary>
    private static byte[] Records(int first)
    {
        var (count, sum, average) = (0, 0.0, 0.0);
        return RecordedDayOfSignals.Bytes(
            400,
            signal =>
            {
                if (signal.Envelope.Symbol != "AAPL")
                {
                    return signal;
                }

                var price = signal.Ema!.Value.Ema26;
                count++;
                sum += price;
                average = count == 1 ? price : (2.0 / 13 * price) + (11.0 / 13 * average);
                return signal with
                {
                    Ema = new Ema(average, price),
                    Rsi14 = count <= 14 ? null : signal.Rsi14,
                    Vwap = new SignalVwap(sum / count, null),
                };
            },
            at => at > RecordedDayOfSignals.Open.AddSeconds(first));
    }
}
