using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>A batch a producer wrote, remembered to recognise its retry.</summary>
internal readonly record struct ProducedBatch(int FirstSequence, int LastSequence, long BaseOffset, long Timestamp);

/// <summary>What a partition knows about one producer: its epoch, its last batches and its open transaction.</summary>
internal sealed class ProducerEntry(long producerId)
{
    /// <summary>Producers keep at most five requests in flight, so a retry is never older than this.</summary>
    private const int Remembered = 5;

    private readonly List<ProducedBatch> _batches = new(Remembered);

    public long ProducerId { get; } = producerId;

    public short Epoch { get; private set; } = -1;

    /// <summary>The first offset of the open transaction, or null.</summary>
    public long? OpenTransaction { get; set; }

    /// <summary>Milliseconds since the epoch of the last write, for forgetting idle producers.</summary>
    public long LastTimestamp { get; private set; }

    public int? LastSequence => _batches.Count == 0 ? null : _batches[^1].LastSequence;

    public ProducedBatch? FindDuplicate(in BatchHeader header)
    {
        if (header.ProducerEpoch != Epoch)
        {
            return null;
        }

        foreach (var batch in _batches)
        {
            if (batch.FirstSequence == header.BaseSequence && batch.LastSequence == header.LastSequence)
            {
                return batch;
            }
        }

        return null;
    }

    public void Append(in BatchHeader header, long timestamp)
    {
        Touch(header.ProducerEpoch, timestamp);
        if (_batches.Count == Remembered)
        {
            _batches.RemoveAt(0);
        }

        _batches.Add(new ProducedBatch(header.BaseSequence, header.LastSequence, header.BaseOffset, timestamp));
        if (header.IsTransactional)
        {
            OpenTransaction ??= header.BaseOffset;
        }
    }

    /// <summary>Notes a write, or a transaction's end, under an epoch. A new epoch starts its sequences anew.</summary>
    public void Touch(short epoch, long timestamp)
    {
        if (epoch != Epoch)
        {
            _batches.Clear();
        }

        Epoch = epoch;
        LastTimestamp = timestamp;
    }

    public ProducerEntry Copy()
    {
        var copy = new ProducerEntry(ProducerId) { Epoch = Epoch, OpenTransaction = OpenTransaction, LastTimestamp = LastTimestamp };
        copy._batches.AddRange(_batches);
        return copy;
    }

    public void Write(WireWriter writer)
    {
        writer.Int64(ProducerId);
        writer.Int16(Epoch);
        writer.Int64(OpenTransaction ?? -1);
        writer.Int64(LastTimestamp);
        writer.Array(_batches.Count);
        foreach (var batch in _batches)
        {
            writer.Int32(batch.FirstSequence);
            writer.Int32(batch.LastSequence);
            writer.Int64(batch.BaseOffset);
            writer.Int64(batch.Timestamp);
        }
    }

    public static ProducerEntry Read(WireReader reader)
    {
        var entry = new ProducerEntry(reader.Int64()) { Epoch = reader.Int16() };
        var open = reader.Int64();
        entry.OpenTransaction = open < 0 ? null : open;
        entry.LastTimestamp = reader.Int64();
        var count = reader.ArrayLength();
        for (var i = 0; i < count; i++)
        {
            entry._batches.Add(new ProducedBatch(reader.Int32(), reader.Int32(), reader.Int64(), reader.Int64()));
        }

        return entry;
    }
}
