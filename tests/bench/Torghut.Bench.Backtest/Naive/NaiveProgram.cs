using System.Globalization;

namespace Torghut.Bench.Backtest.Naive;

/// <summary>
/// A backtest as somebody writes it in an evening: an object for every event, LINQ, no rule of the house. It is a process of its own, so that it is timed as
/// the services are, start included.
/// </summary>
internal static class NaiveProgram
{
    public static int Run(string[] words)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 64 << 10);
        switch (words)
        {
            case ["signals", var folder]:
                foreach (var (bar, signal) in Signals(folder))
                {
                    output.WriteLine(Line(bar, signal));
                }

                return 0;
            case ["orders", var file]:
                Write(output, Orders(file));
                return 0;
            case ["whole", var folder]:
                var trader = new Trader();
                Write(output, Signals(folder).Select(one =>
                {
                    trader.OnBar(one.Bar.Symbol, one.Bar.Close);
                    return trader.OnSignal(one.Signal);
                }));
                return 0;
            default:
                return 64;
        }
    }

    /// <summary>A bar and its signal as they are compared.</summary>
    public static string Line(Bar bar, Indicators signal)
    {
        double?[] values =
        [
            bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, signal.Macd, signal.MacdSignal, signal.Ema12, signal.Ema26, signal.Rsi, signal.BollingerMiddle,
            signal.BollingerUpper, signal.BollingerLower, signal.SessionVwap, signal.WindowVwap, signal.Volatility, signal.Bid, signal.Ask,
        ];
        return $"{bar.Symbol},{bar.End.ToUnixTimeSeconds()},{string.Join(',', values.Select(value => value?.ToString("R", CultureInfo.InvariantCulture)))}";
    }

    /// <summary>All symbols in the order of time.</summary>
    private static IEnumerable<(Bar Bar, Indicators Signal)> Signals(string folder) =>
        TickFiles.Symbols(folder)
            .SelectMany(symbol => SignalMaker.Of(symbol.ToUpperInvariant(), TickFiles.Trades(folder, symbol), TickFiles.Quotes(folder, symbol)))
            .OrderBy(one => one.Bar.End).ThenBy(one => one.Bar.Symbol, StringComparer.Ordinal);

    /// <summary>What the first half wrote.</summary>
    private static IEnumerable<Order?> Orders(string path)
    {
        var trader = new Trader();
        foreach (var cells in File.ReadLines(path).Select(line => line.Split(',')))
        {
            double? Value(int cell) => cells[cell].Length == 0 ? null : double.Parse(cells[cell], CultureInfo.InvariantCulture);
            trader.OnBar(cells[0], Value(5)!.Value);
            yield return trader.OnSignal(new Indicators(
                cells[0], DateTimeOffset.FromUnixTimeSeconds(long.Parse(cells[1], CultureInfo.InvariantCulture)), Value(7)!.Value, Value(8)!.Value,
                Value(9)!.Value, Value(10)!.Value, Value(11), Value(18), Value(19))
            {
                BollingerMiddle = Value(12),
                BollingerUpper = Value(13),
                BollingerLower = Value(14),
                SessionVwap = Value(15),
                WindowVwap = Value(16),
                Volatility = Value(17),
            });
        }
    }

    private static void Write(StreamWriter output, IEnumerable<Order?> orders)
    {
        foreach (var order in orders.OfType<Order>())
        {
            output.WriteLine(order);
        }
    }
}
