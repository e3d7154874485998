namespace Torghut.Bench.Ta.Streams;

/// <summary>A window's running values in the Streamiz topology. Trades may come out of order, so both ends remember when they were.</summary>
internal sealed class StreamsBar
{
    public double Open { get; set; }

    public double High { get; set; } = double.NegativeInfinity;

    public double Low { get; set; } = double.PositiveInfinity;

    public double Close { get; set; }

    public double Volume { get; set; }

    public long Count { get; set; }

    /// <summary>Event time and sequence of the trade that opened it.</summary>
    public (long Ts, long Seq) First { get; set; } = (long.MaxValue, long.MaxValue);

    /// <summary>Event time and sequence of the trade that closed it.</summary>
    public (long Ts, long Seq) Last { get; set; } = (long.MinValue, long.MinValue);

    public StreamsBar Add(StreamsTrade trade)
    {
        var at = (trade.EventTs, trade.Seq);
        if (at.CompareTo(First) < 0)
        {
            (First, Open) = (at, trade.Price);
        }

        if (at.CompareTo(Last) > 0)
        {
            (Last, Close) = (at, trade.Price);
        }

        High = Math.Max(High, trade.Price);
        Low = Math.Min(Low, trade.Price);
        Volume += trade.Size;
        Count++;
        return this;
    }
}
