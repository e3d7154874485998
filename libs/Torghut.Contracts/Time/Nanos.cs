namespace Torghut.Contracts.Time;

/// <summary>
/// Instants as records hold them: nanoseconds since the Unix epoch, UTC (Avro's <c>timestamp-nanos</c>). .NET's clock counts ticks of 100 ns; this is
/// the one place that converts between the two.
/// </summary>
public static class Nanos
{
    /// <summary>Nanoseconds of one .NET tick.</summary>
    public const long PerTick = TimeSpan.NanosecondsPerTick;

    public const long PerMillisecond = 1_000_000;
    public const long PerSecond = 1_000_000_000;
    public const long PerMinute = 60 * PerSecond;
    public const long PerDay = 24 * 60 * PerMinute;

    /// <summary>The clock; its resolution is one tick.</summary>
    public static long Now(TimeProvider time) => Of(time.GetUtcNow());

    public static long Of(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * PerTick;

    /// <summary>A length of time in nanoseconds.</summary>
    public static long Of(TimeSpan length) => length.Ticks * PerTick;

    /// <summary>The instant in UTC; what is finer than a tick is cut off.</summary>
    public static DateTimeOffset ToInstant(long nanos) => DateTimeOffset.UnixEpoch.AddTicks(nanos / PerTick);

    /// <summary>Seconds as a real number, for metrics; never for arithmetic on instants, which a double holds to about 200 ns.</summary>
    public static double ToSeconds(long nanos) => nanos / (double)PerSecond;

    /// <summary>The last whole second at or before <paramref name="nanos"/>, also for times before the epoch.</summary>
    public static long FloorSecond(long nanos)
    {
        var quotient = nanos / PerSecond;
        return nanos % PerSecond < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The first whole second at or after <paramref name="nanos"/>.</summary>
    public static long CeilingSecond(long nanos)
    {
        var floor = FloorSecond(nanos);
        return floor * PerSecond == nanos ? floor : floor + 1;
    }
}
