namespace Torghut.Ws.Publishing;

/// <summary>The clock in nanoseconds since the Unix epoch, UTC; its resolution is 100 ns.</summary>
internal static class Nanos
{
    private const long PerTick = 100;

    public const double PerSecond = 1e9;

    public const long PerMillisecond = 1_000_000;

    public static long Now(TimeProvider time) => Of(time.GetUtcNow());

    public static long Of(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * PerTick;
}
