using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

internal sealed partial class PartitionLog
{
    /// <summary>Appends one batch that passed <see cref="BatchValidator"/>; its base offset is rewritten in place.</summary>
    public AppendResult Append(Span<byte> batch, BatchHeader header)
    {
        lock (_gate)
        {
            if (_deleted)
            {
                return AppendResult.Failed(ErrorCode.UnknownTopicOrPartition);
            }

            if (batch.Length > _config().SegmentBytes)
            {
                return AppendResult.Failed(ErrorCode.RecordListTooLarge);
            }

            if (header.HasProducer)
            {
                var error = _producers.Check(header, out var duplicate);
                if (error != ErrorCode.None)
                {
                    return AppendResult.Failed(error);
                }

                if (duplicate is { } written)
                {
                    return new AppendResult(ErrorCode.None, written.BaseOffset, -1, _start);
                }
            }

            return Write_NeedsLock(batch, header);
        }
    }

    /// <summary>Ends a producer's transaction here. Does nothing when it has nothing open, so that recovery may repeat it.</summary>
    /// <returns>False when the disk refused; the caller tries again later.</returns>
    public bool AppendMarker(long producerId, short epoch, bool commit, int coordinatorEpoch)
    {
        lock (_gate)
        {
            if (_deleted)
            {
                return true;
            }

            var marker = ControlBatch.Build(producerId, epoch, commit, coordinatorEpoch, _context.NowMilliseconds);
            return Write_NeedsLock(marker, BatchHeader.Read(marker)).Error == ErrorCode.None;
        }
    }

    private AppendResult Write_NeedsLock(Span<byte> batch, BatchHeader header)
    {
        var now = _context.Time.GetUtcNow();
        var appendTime = -1L;
        if (_config().UsesAppendTime && !header.IsControl)
        {
            appendTime = now.ToUnixTimeMilliseconds();
            BatchHeader.StampAppendTime(batch, appendTime);
        }

        BatchHeader.Place(batch, _end, LeaderEpoch);
        header = BatchHeader.Read(batch);
        try
        {
            _context.Faults.ThrowIfLogFull();
            RollIfDue_NeedsLock(header.Size, now);
            Active.Append(batch, header, now);
            if (_context.Fsync.Mode == FsyncMode.EveryBatch)
            {
                Active.Flush();
            }
        }
        catch (IOException e)
        {
            BrokerEvents.AppendFailed(_context.Logger, e, Topic, Partition);
            return AppendResult.Failed(ErrorCode.KafkaStorageError);
        }

        _end = header.NextOffset;
        Account_NeedsLock(header, header.IsControl && ControlBatch.IsCommit(batch));
        Wake_NeedsLock();
        return new AppendResult(ErrorCode.None, header.BaseOffset, appendTime, _start);
    }

    private void Account_NeedsLock(in BatchHeader header, bool commit)
    {
        if (!header.HasProducer)
        {
            return;
        }

        if (!header.IsControl)
        {
            _producers.Append(header, header.MaxTimestamp);
            return;
        }

        if (_producers.End(header, commit) is { } aborted)
        {
            Active.Aborted.Add(aborted);
            _abortedSorted = null;
        }
    }

    private void RollIfDue_NeedsLock(int incoming, DateTimeOffset now)
    {
        var config = _config();
        var active = Active;
        if (active.Size == 0)
        {
            return;
        }

        var full = active.Size + incoming > config.SegmentBytes;
        var old = active.FirstAppend is { } first && now - first >= config.SegmentAge;
        if (full || old)
        {
            Roll_NeedsLock();
        }
    }

    private void Roll_NeedsLock()
    {
        // Opened first: a disk that refuses leaves the active segment as it is.
        var next = LogSegment.Open(Directory, _end);
        try
        {
            if (_context.Fsync.Mode != FsyncMode.Never)
            {
                Active.Flush();
            }

            Summarise_NeedsLock(Active);
            AddSegment_NeedsLock(next);
        }
        catch
        {
            next.Dispose();
            throw;
        }
    }

    // From here on the segment is the log's to dispose.
    private void AddSegment_NeedsLock(LogSegment segment)
    {
        var segments = new LogSegment[_segments.Length + 1];
        _segments.CopyTo(segments, 0);
        segments[^1] = segment;
        _segments = segments;
    }
}
