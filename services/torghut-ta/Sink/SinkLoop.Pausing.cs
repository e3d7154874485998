namespace Torghut.Ta.Sink;

internal sealed partial class SinkLoop
{
    /// <summary>Who replays many days waits for the next batch; the others go on into this one, before all that the client has read ahead.</summary>
    private void HoldSeveralDays(TableBatcher batcher)
    {
        if (!HasManyDays(batcher) || batcher.Held.Count == batcher.Filling.OfSeveralDays.Count)
        {
            return;
        }

        var some = batcher.Filling.OfSeveralDays.Where(batcher.Held.Add).ToHashSet();
        _consumer.Pause(PartitionsOf(batcher).Where(p => some.Contains(p.Partition.Value)));
    }

    private void Resume(TableBatcher batcher)
    {
        if (batcher.Paused || batcher.Held.Count > 0)
        {
            var paused = PartitionsOf(batcher).Where(p => batcher.Paused || batcher.Held.Contains(p.Partition.Value)).ToList();
            batcher.Paused = false;
            batcher.Held.Clear();
            TakeDeferred(batcher);
            _consumer.Resume(paused.Where(p => !batcher.Held.Contains(p.Partition.Value)));
        }
    }

    /// <summary>What waited goes first; a partition of which something must wait again stays paused.</summary>
    private void TakeDeferred(TableBatcher batcher)
    {
        var waiting = batcher.TakeDeferred();
        for (var i = 0; i < waiting.Count; i++)
        {
            var record = waiting[i];
            if (IsFull(batcher))
            {
                batcher.Held.Add(record.Partition);
            }

            if (batcher.Held.Contains(record.Partition))
            {
                batcher.Deferred.Add(record);
            }
            else
            {
                Take(batcher, record);
            }
        }
    }
}
