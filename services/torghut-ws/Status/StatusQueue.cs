using Torghut.Contracts.Records;

namespace Torghut.Ws.Status;

/// <summary>
/// Status records that found no room in Kafka's queue, in their order. That queue fills while Kafka is away, and that it was away is what there is to tell. A
/// record that only repeats the one before, and a healthy one, is not kept. Not safe for concurrent use.
/// </summary>
internal sealed class StatusQueue
{
    /// <summary>Many more than an outage tells; what is beyond is dropped.</summary>
    private const int Most = 64;

    private readonly Queue<ForwarderStatus> _kept = new();
    private ForwarderStatus? _last;

    /// <summary>Publishes what is kept, then this record.</summary>
    /// <param name="tryPublish">False when there is no room.</param>
    /// <returns>Whether the record is kept for later.</returns>
    public bool Offer(in ForwarderStatus record, Predicate<ForwarderStatus> tryPublish)
    {
        while (_kept.TryPeek(out var waiting))
        {
            if (!tryPublish(waiting))
            {
                return Keep(record);
            }

            _kept.Dequeue();
        }

        _last = null;
        return !tryPublish(record) && Keep(record);
    }

    private bool Keep(in ForwarderStatus record)
    {
        var isRepeated = _last is { } last && (last.Status, last.Reason, last.ErrorClass) == (record.Status, record.Reason, record.ErrorClass);
        if (isRepeated || record.Status == ForwarderStates.Healthy || _kept.Count == Most)
        {
            return false;
        }

        _kept.Enqueue(record);
        _last = record;
        return true;
    }
}
