namespace Torghut.Sandbox.Kafka;

/// <summary>When written data is forced to the disk.</summary>
public enum FsyncMode
{
    /// <summary>Left to the operating system, as Kafka does by default.</summary>
    Never,

    /// <summary>At a fixed interval, and when a segment is closed.</summary>
    Interval,

    /// <summary>Before every acknowledgement.</summary>
    EveryBatch,
}

/// <summary>An fsync mode with its interval.</summary>
public sealed record FsyncPolicy(FsyncMode Mode, TimeSpan Interval)
{
    public static FsyncPolicy Never { get; } = new(FsyncMode.Never, Timeout.InfiniteTimeSpan);

    public static FsyncPolicy EveryBatch { get; } = new(FsyncMode.EveryBatch, Timeout.InfiniteTimeSpan);

    public static FsyncPolicy Every(TimeSpan interval) => new(FsyncMode.Interval, interval);
}
