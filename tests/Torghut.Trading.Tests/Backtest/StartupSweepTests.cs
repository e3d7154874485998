using Torghut.Contracts.Records;
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
