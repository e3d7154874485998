using Torghut.Contracts.Containers;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Half an hour of two symbols that swing, a bar and a signal each second, as compute would write them.</summary>
internal static class RecordedDayOfSignals
{
    /// <summary>09:30 New York.</summary>
    public static readonly DateTimeOffset Open = new(2026, 2, 6, 14, 30, 0, TimeSpan.Zero);

    private static readonly string[] Symbols = ["AAPL", "MSFT"];

    public static byte[] Bytes(int seconds = 1_800, Func<Signal, Signal>? change = null, Func<DateTimeOffset, bool>? keep = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new DerivedStreamWriter(stream))
        {
            for (var second = 1; second <= seconds; second++)
            {
                if (keep?.Invoke(Open.AddSeconds(second)) == false)
                {
                    continue;
                }

                foreach (var symbol in Symbols)
                {
                    writer.Append(Bar(symbol, second));
                }

                foreach (var symbol in Symbols)
                {
                    var signal = SignalOf(symbol, second);
                    writer.Append(change is null ? signal : change(signal));
                }
            }
        }

        return stream.ToArray();
    }

    public static Signal SignalOf(string symbol, int second)
    {
        var swing = (second / 29.0) + (symbol == "AAPL" ? 0 : 2);
        var (macd, price) = (Math.Sin(swing) / 10, Price(symbol, second));
        return new Signal(
            Head(symbol, second, Channels.Signals), new Macd(macd, 0, macd), new Ema(price + macd, price), 50 + (40 * Math.Cos(swing)), null, null,
            new Imbalance(0.02, price - 0.01, price + 0.01, 300, 200), 0.002, null);
    }

    private static Microbar Bar(string symbol, int second)
    {
        var price = Price(symbol, second);
        return new Microbar(Head(symbol, second, Channels.Microbars), price, price, price, price, 1_000 + (second % 7), price, 10, null);
    }

    internal static double Price(string symbol, int second) => Math.Round(100 + (3 * Math.Sin((second / 97.0) + (symbol == "AAPL" ? 0 : 1))), 2);

    private static Envelope Head(string symbol, int second, string channel)
    {
        var end = Nanos.Of(Open.AddSeconds(second));
        return new Envelope(
            end + Nanos.PerMillisecond, end, "sip", channel, symbol, (end / Nanos.PerSecond) - 1, true, Sources.TechnicalAnalysis,
            new Window("PT1S", "PT1S", end - Nanos.PerSecond, end));
    }
}
