namespace Torghut.Sandbox.Kafka.Log;

/// <summary>Segments taken out of a log while a fetch may still read them: closed only after every such read is surely over.</summary>
internal sealed class RetiredFiles(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Queue<(DateTimeOffset Since, LogSegment Segment)> _queue = new();

    public void Add(LogSegment segment)
    {
        lock (_gate)
        {
            _queue.Enqueue((time.GetUtcNow(), segment));
        }
    }

    public void CloseOld()
    {
        lock (_gate)
        {
            while (_queue.TryPeek(out var oldest) && time.GetUtcNow() - oldest.Since > Grace)
            {
                _queue.Dequeue().Segment.Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            while (_queue.TryDequeue(out var entry))
            {
                entry.Segment.Dispose();
            }
        }
    }
}
