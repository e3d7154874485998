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

    /// <summary>Whether fetching is paused because as many records wait as may.</summary>
    public bool Paused;

    /// <summary>When a record last came, in the time provider's timestamps.</summary>
    public long LastActivity;
}
