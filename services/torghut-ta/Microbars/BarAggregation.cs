using Torghut.Ta.Conditions;

namespace Torghut.Ta.Microbars;

/// <summary>Folds the prints of a window, in order, into a bar.</summary>
internal static class BarAggregation
{
    public static bool TryAggregate(OpenWindow window, out BarValues bar)
    {
        double open = double.NaN, close = double.NaN, aloneOpen = double.NaN, aloneClose = double.NaN;
        double high = double.NegativeInfinity, low = double.PositiveInfinity;
        double volume = 0, notional = 0, priced = 0;
        long count = 0;
        foreach (ref readonly var print in window.Prints)
        {
            var fields = print.Cancelled ? TradeFields.None : print.Fields;
            if ((fields & TradeFields.Volume) != 0)
            {
                volume += print.Size;
                count++;
            }

            if ((fields & TradeFields.HighLow) == 0) continue;
            if (print.Price > high) high = print.Price;
            if (print.Price < low) low = print.Price;
            notional += print.Price * print.Size;
            priced += print.Size;
            if ((fields & TradeFields.OpenClose) != 0)
            {
                if (double.IsNaN(open)) open = print.Price;
                close = print.Price;
            }
            else
            {
                if (double.IsNaN(aloneOpen)) aloneOpen = print.Price;
                aloneClose = print.Price;
            }
        }

        var hasPrice = low <= high;
        // Restricted trades stand in for open and close only where the bar has no better one.
        if (double.IsNaN(open))
        {
            open = aloneOpen;
            close = aloneClose;
        }

        bar = new BarValues(
            window.EndSecond, open, high, low, close, volume, priced > 0 ? notional / priced : double.NaN, count,
            window.IngestTs, window.FirstOffset, window.LastOffset);
        return hasPrice;
    }
}
