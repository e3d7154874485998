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
