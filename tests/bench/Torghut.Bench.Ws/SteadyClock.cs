using System.Runtime.InteropServices;

namespace Torghut.Bench.Ws;

/// <summary>
/// Sleeps to the microsecond. A sender that spins instead takes a core from the client and the broker, and then its own spinning is what is
/// measured: the service itself waits on its socket and takes none.
/// </summary>
internal static partial class SteadyClock
{
    private const int Monotonic = 1;
    private const int AbsoluteTime = 1;
    private const long NanosPerSecond = 1_000_000_000;

    /// <param name="timestamp">A moment of <see cref="TimeProvider.GetTimestamp"/>, which counts nanoseconds of the monotonic clock.</param>
    public static void SleepUntil(long timestamp)
    {
        var until = new Timespec(timestamp / NanosPerSecond, timestamp % NanosPerSecond);
        while (TimeProvider.System.GetTimestamp() < timestamp)
        {
            _ = Sleep(Monotonic, AbsoluteTime, in until, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int Sleep(int clock, int flags, in Timespec request, nint remaining);

    private readonly record struct Timespec(long Seconds, long Nanos);
}
