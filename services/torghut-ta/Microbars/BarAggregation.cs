using System.Runtime.CompilerServices;
using Torghut.Contracts.Conditions;

namespace Torghut.Ta.Microbars;

/// <summary>Folds the prints of a window, in order, into a bar.</summary>
internal static class BarAggregation
{
    /// <summary>By what a print may touch: what to add to its price so that it cannot be the highest.</summary>
    private static readonly double[] NeverHighest = [.. Enumerable.Range(0, 1 + (int)TradeFields.All)
        .Select(fields => ((TradeFields)fields).HasFlag(TradeFields.HighLow) ? 0 : double.NegativeInfinity)];

    /// <summary>Sale conditions come in no order that a processor could guess, so the loop selects by bits and does not branch.</summary>
    public static bool TryAggregate(OpenWindow window, out BarValues bar)
    {
        double high = double.NegativeInfinity, low = double.PositiveInfinity;
        double volume = 0, notional = 0, priced = 0;
        long count = 0;
        var prints = window.Prints;
        foreach (ref readonly var print in prints)
        {
            var fields = print.Effective;
            var counts = (long)((int)fields & (int)TradeFields.Volume);
            var prices = ((long)fields >> 1) & 1;
            count += counts;
            volume += Select(print.Size, counts);
            priced += Select(print.Size, prices);
            notional += Select(print.Price * print.Size, prices);
            var never = NeverHighest[(int)fields & (int)TradeFields.All];
            high = double.MaxNative(high, print.Price + never);
            low = double.MinNative(low, print.Price - never);
        }

        var hasPrice = low <= high;
        var (open, close) = hasPrice ? OpenAndClose(prints) : (double.NaN, double.NaN);
        bar = new BarValues(
            window.EndSecond, open, high, low, close, volume, priced > 0 ? notional / priced : double.NaN, count,
            window.IngestTs, window.FirstOffset, window.LastOffset);
        return hasPrice;
    }

    /// <summary>The value when the bit is 1, 0 when it is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Select(double value, long bit) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) & unchecked(-bit));

    /// <summary>Restricted trades stand in for open and close only where the bar has no better one.</summary>
    private static (double Open, double Close) OpenAndClose(ReadOnlySpan<TradePrint> prints)
    {
        const TradeFields Best = TradeFields.OpenClose | TradeFields.HighLow;
        var first = First(prints, Best);
        return first < prints.Length
            ? (prints[first].Price, prints[Last(prints, Best)].Price)
            : (prints[First(prints, TradeFields.HighLow)].Price, prints[Last(prints, TradeFields.HighLow)].Price);
    }

    private static int First(ReadOnlySpan<TradePrint> prints, TradeFields fields)
    {
        var index = 0;
        while (index < prints.Length && (prints[index].Effective & fields) != fields)
        {
            index++;
        }

        return index;
    }

    private static int Last(ReadOnlySpan<TradePrint> prints, TradeFields fields)
    {
        var index = prints.Length - 1;
        while (index >= 0 && (prints[index].Effective & fields) != fields)
        {
            index--;
        }

        return index;
    }
}
