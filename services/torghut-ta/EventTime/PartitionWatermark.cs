using System.Diagnostics;
using Torghut.Contracts.Time;

namespace Torghut.Ta.EventTime;

/// <summary>
/// Watermark of one partition's log: the largest event time seen less the disorder that is allowed. It depends on the order of
/// that log alone, so whoever reads the log again decides the same. Flink calls it bounded out-of-orderness
/// (<see href="https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/datastream/event-time/generating_watermarks/">generating watermarks</see>).
/// </summary>
/// <param name="maxOutOfOrderNanos">How far behind the newest event another may come and still count, nanoseconds.</param>
internal struct PartitionWatermark(long maxOutOfOrderNanos)
{
    public const long None = long.MinValue;

    /// <summary>Event time that passes the next window end.</summary>
    private long _next = long.MinValue;

    /// <summary>Largest event time seen, or <see cref="None"/>.</summary>
    public long MaxEventTs { get; private set; } = None;

    /// <summary>Windows that end at this epoch second or before are closed; <see cref="None"/> before any event.</summary>
    public long ClosedSecond { get; private set; } = None;

    public readonly bool HasEvents => MaxEventTs != None;

    /// <summary>Largest event time less the allowed disorder, or <see cref="None"/>.</summary>
    public readonly long Watermark => MaxEventTs == None ? None : MaxEventTs - maxOutOfOrderNanos;

    public readonly bool IsClosed(long windowEndSecond) => windowEndSecond <= ClosedSecond;

    /// <summary>Takes note of an event; true when the watermark passed at least one further window end.</summary>
    public bool Observe(long eventTs)
    {
        if (eventTs <= MaxEventTs)
        {
            return false;
        }

        MaxEventTs = eventTs;
        // Nearly every event leaves the same windows closed: that is one comparison.
        return eventTs >= _next && Advance(eventTs);
    }

    private bool Advance(long eventTs)
    {
        var closed = Nanos.FloorSecond(eventTs - maxOutOfOrderNanos);
        if (closed <= ClosedSecond)
        {
            return false;
        }

        Close(closed);
        return true;
    }

    /// <summary>
    /// Adopts a saved clock if it is ahead. A window that was closed stays closed, also when the allowed disorder has since been raised.
    /// </summary>
    public void Restore(long maxEventTs, long closedSecond)
    {
        MaxEventTs = Math.Max(MaxEventTs, maxEventTs);
        if (closedSecond > ClosedSecond)
        {
            Close(closedSecond);
        }
    }

    private void Close(long second)
    {
        Debug.Assert(second > ClosedSecond, "A window that was closed stays closed.");
        ClosedSecond = second;
        _next = unchecked(((second + 1) * Nanos.PerSecond) + maxOutOfOrderNanos);
    }
}
