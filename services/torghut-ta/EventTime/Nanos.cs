namespace Torghut.Ta.EventTime;

/// <summary>Event times are nanoseconds since the Unix epoch, UTC; windows are named by whole seconds of the same clock.</summary>
internal static class Nanos
{
    public const long PerSecond = 1_000_000_000;
    public const long PerMillisecond = 1_000_000;

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

    /// <summary>The end of the one-second window <c>[start, start+1s)</c> that holds <paramref name="nanos"/>, in epoch seconds.</summary>
    public static long WindowEnd(long nanos) => FloorSecond(nanos) + 1;
}
