using Torghut.Contracts.Time;

namespace Torghut.Contracts.Market;

/// <summary>What numbers of market data may be. Something outside is no market data, wherever it comes from: a boundary refuses, counts and names it.</summary>
public static class MarketDataBounds
{
    /// <summary>US dollars a share; every price is below.</summary>
    public const double PriceLimit = 1e9;

    /// <summary>Shares; every size is below.</summary>
    public const double SizeLimit = 1e12;

    /// <summary>2000-01-01T00:00:00Z, nanoseconds since the Unix epoch.</summary>
    public const long FirstEventTs = 946_684_800 * Nanos.PerSecond;

    /// <summary>2100-01-01T00:00:00Z, nanoseconds since the Unix epoch; every receipt is before.</summary>
    public const long LastIngestTs = 4_102_444_800 * Nanos.PerSecond;

    /// <summary>How far an event may be ahead of its own receipt, nanoseconds.</summary>
    public const long MaxFuture = 10 * Nanos.PerSecond;

    /// <summary>How far ahead of its declaration a corporate action may take effect, nanoseconds.</summary>
    public const long MaxActionAhead = 366 * Nanos.PerDay;

    /// <summary>Bytes of a record's value.</summary>
    public const int MaxRecordBytes = 64 * 1024;

    /// <summary>Whether it may be the price of a trade. NaN is not.</summary>
    public static bool IsPrice(double price) => price is > 0 and < PriceLimit;

    /// <summary>Whether it may be the size of a trade; cancelled and odd prints have 0.</summary>
    public static bool IsSize(double size) => size is >= 0 and < SizeLimit;

    /// <summary>Whether it may be a side of a quote: a price and a size, or both 0 for a side that is absent.</summary>
    public static bool IsSide(double price, double size) => (IsPrice(price) && IsSize(size)) || (price == 0 && size == 0);

    /// <summary>Whether an event may have happened then.</summary>
    /// <param name="eventTs">Nanoseconds since the Unix epoch, UTC.</param>
    /// <param name="ingestTs">When it was received, likewise.</param>
    public static bool IsEventTime(long eventTs, long ingestTs) => eventTs >= FirstEventTs && eventTs - MaxFuture <= ingestTs;
}
