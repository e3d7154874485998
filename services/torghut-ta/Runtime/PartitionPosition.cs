namespace Torghut.Ta.Runtime;

/// <summary>Where one input log of a partition stands.</summary>
internal struct PartitionPosition
{
    /// <summary>Offset to read next; negative before anything is known.</summary>
    public long Next;

    /// <summary>Whether <see cref="Next"/> differs from what is committed.</summary>
    public bool Moved;

    /// <summary>Where the log ended when it was read to its end last, nothing having come since; negative otherwise.</summary>
    public long End;

    /// <summary>Offset to be given next by the consumer: beyond <see cref="Next"/> by what waits in memory.</summary>
    public long Fetched;

    /// <summary>When a broker last said that the log had been read to its end, in the time provider's timestamps.</summary>
    public long ConfirmedAt;

    /// <summary>Whether fetching is paused because as many records wait as may.</summary>
    public bool Paused;

    /// <summary>When a record last came, in the time provider's timestamps.</summary>
    public long LastActivity;
}
