using Torghut.Ta.Observability;
using Torghut.Ta.Status;

namespace Torghut.Ta.Sink;

/// <summary>Whether rows get through, said once on every change.</summary>
internal sealed class SinkHealth(TaState state, TaMetrics metrics, ILogger<SinkHealth> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _rows = [];
    private readonly Dictionary<string, long> _lag = [];
    private readonly Dictionary<string, long> _gaps = [];
    private string? _cause;
    private bool _paused;
    private volatile Awaited? _awaited;
    private bool _holds;

    /// <summary>The record that waits for something else than ClickHouse; null when none does.</summary>
    public RecordPosition? AwaitedAt => _awaited?.At;

    /// <summary>
    /// A record can neither be read nor go to the dead letters before something else than ClickHouse is back. That ClickHouse is well, or that other records
    /// get through, changes nothing of it.
    /// </summary>
    /// <param name="forDeadLetter">Whether it is its dead letter that waits. The record itself is then read in every session anew.</param>
    public void Await(string cause, in RecordPosition at, bool forDeadLetter)
    {
        lock (_gate)
        {
            var isNew = _awaited?.Cause != cause;
            _awaited = new Awaited(cause, at, forDeadLetter);
            if (isNew)
            {
                TaLog.SinkPaused(logger, cause);
                Publish();
            }
        }
    }

    public void Reads(in RecordPosition record)
    {
        // Of every record: the lock is for the one that changes something.
        if (_awaited is { ForDeadLetter: false })
        {
            Passes(record.Topic, record.Partition, record.Offset + 1);
        }
    }

    /// <summary>Every record of the partition before the next one is stored or in the dead letters.</summary>
    public void Passes(string topic, int partition, long next)
    {
        if (_awaited is { } awaited && awaited.At.Topic == topic && awaited.At.Partition == partition && awaited.At.Offset < next)
        {
            AwaitsNothing();
        }
    }

    public void AwaitsNothing()
    {
        if (_awaited is null)
        {
            return;
        }

        lock (_gate)
        {
            _awaited = null;
            TaLog.SinkResumed(logger);
            Publish();
        }
    }

    /// <summary>Whether dead letters are refused, so that behind their records nothing is committed. All other rows are written meanwhile.</summary>
    public void Hold(bool holds)
    {
        lock (_gate)
        {
            if (_holds != holds)
            {
                _holds = holds;
                Publish();
            }
        }
    }

    public void Pause(string cause)
    {
        lock (_gate)
        {
            if (_paused && _cause == cause)
            {
                return;
            }

            (_paused, _cause) = (true, cause);
            TaLog.SinkPaused(logger, cause);
            Publish();
        }
    }

    /// <summary>Rows get through, but late.</summary>
    public void Slow()
    {
        lock (_gate)
        {
            if (_cause is not null)
            {
                return;
            }

            _cause = SinkErrorClasses.Slow;
            TaLog.SinkSlow(logger);
            Publish();
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            var was = _cause;
            (_paused, _cause) = (false, null);
            if (was is not null)
            {
                TaLog.SinkResumed(logger);
            }

            Publish();
        }
    }

    public void Stored(string table, int rows, bool slowly)
    {
        metrics.SinkRows(table, rows);
        lock (_gate)
        {
            _rows[table] = _rows.GetValueOrDefault(table) + rows;
            if (!slowly || _paused)
            {
                Resume();
            }

            if (slowly)
            {
                Slow();
            }
        }
    }

    public void Lag(string table, long rows)
    {
        metrics.SinkLag(table, rows);
        lock (_gate)
        {
            _lag[table] = rows;
            Publish();
        }
    }

    /// <summary>Rows that the topic no longer had when the sink came to them.</summary>
    public void Gap(string table, long rows)
    {
        lock (_gate)
        {
            _gaps[table] = _gaps.GetValueOrDefault(table) + rows;
            Publish();
        }
    }

    private void Publish()
    {
        var isPaused = _paused || _awaited is not null;
        metrics.SinkPaused.Set(isPaused ? 1 : 0);
        var cause = _paused ? _cause : _awaited?.Cause ?? (_holds ? SinkErrorClasses.DeadLetter : _cause);
        state.Sink = new SinkSnapshot(
            true, isPaused, cause, new Dictionary<string, long>(_rows), new Dictionary<string, long>(_lag), new Dictionary<string, long>(_gaps));
    }

    private sealed record Awaited(string Cause, RecordPosition At, bool ForDeadLetter);
}
