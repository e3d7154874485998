namespace Torghut.Bench.Ws;

/// <summary>When frames come, by their number: a frame a millisecond. The Node peer counts in the same way.</summary>
internal static class FrameClock
{
    public const long FirstNanos = 1_775_485_800_000_000_000;
    private const long NanosPerFrame = 1_000_000;
    private const long FramesPerSecond = 1000;

    public static long IngestNanos(long frame) => FirstNanos + (frame * NanosPerFrame);

    public static long Timestamp(long frame) => frame * (TimeProvider.System.TimestampFrequency / FramesPerSecond);
}
