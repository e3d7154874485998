using Torghut.Ws.Backfill;

namespace Torghut.Ws.Stream;

/// <summary>
/// Keeps what the socket brings while history fills the gap before it, so that the topics get the gap's trades first and readers who work by event time
/// close no window without them. Bounded in bytes and in time: beyond, what was held goes on and overtakes history. Not safe for concurrent use.
/// </summary>
internal sealed class FrameHold(GapTracker gaps)
{
    private const long MaxBytes = 32 * 1024 * 1024;

    private readonly Queue<HeldFrame> _frames = new();
    private long _bytes;

    /// <summary>Whether frames wait.</summary>
    public bool Any => _frames.Count > 0;

    /// <summary>Keeps a frame when there is a reason and room.</summary>
    /// <returns>False when the frame is to be published now, behind those that wait.</returns>
    public bool TryHold(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt, long startedAt)
    {
        if (!gaps.HoldsLive())
        {
            return false;
        }

        if (_bytes + frame.Length > MaxBytes)
        {
            gaps.Overtake();
            return false;
        }

        _bytes += frame.Length;
        _frames.Enqueue(new HeldFrame(frame.ToArray(), receivedAt, startedAt));
        return true;
    }

    /// <summary>The frame that waits longest.</summary>
    public bool TryTake(out HeldFrame frame)
    {
        if (!_frames.TryDequeue(out frame))
        {
            return false;
        }

        _bytes -= frame.Bytes.Length;
        return true;
    }
}
