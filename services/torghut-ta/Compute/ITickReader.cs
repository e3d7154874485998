namespace Torghut.Ta.Compute;

/// <summary>Events of one kind in the order of their log.</summary>
internal interface ITickReader<T> : IDisposable
{
    /// <summary>The name that lineage gives the log.</summary>
    string Name { get; }

    /// <summary>How much of the input has been read, 0 to 1.</summary>
    double Progress { get; }

    /// <param name="offset">The event's place in its log.</param>
    bool TryRead(out T tick, out long offset);
}
