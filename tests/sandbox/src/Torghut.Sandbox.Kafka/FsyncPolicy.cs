namespace Torghut.Sandbox.Kafka;

/// <summary>An fsync mode with its interval.</summary>
public sealed record FsyncPolicy(FsyncMode Mode, TimeSpan Interval)
{
    public static FsyncPolicy Never { get; } = new(FsyncMode.Never, Timeout.InfiniteTimeSpan);

    public static FsyncPolicy EveryBatch { get; } = new(FsyncMode.EveryBatch, Timeout.InfiniteTimeSpan);

    public static FsyncPolicy Every(TimeSpan interval) => new(FsyncMode.Interval, interval);
}
