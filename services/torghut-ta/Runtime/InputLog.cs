namespace Torghut.Ta.Runtime;

/// <summary>Where one input log of a partition stands.</summary>
internal struct InputLog
{
    /// <summary>Offset to read next; negative before anything is known.</summary>
    public long Next;

    /// <summary>Whether <see cref="Next"/> differs from what is committed.</summary>
    public bool Moved;

    /// <summary>Whether the log has been read to its end and nothing has come since.</summary>
    public bool AtEnd;

    /// <summary>Whether fetching is paused because the other log has to catch up in event time.</summary>
    public bool Paused;

    /// <summary>When a record last came, in the time provider's timestamps.</summary>
    public long LastActivity;
}
