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
    private volatile string? _awaited;

    /// <summary>
    /// No record can be read before something else than ClickHouse is back. That ClickHouse is well changes nothing of it; that a record was read does.
    /// </summary>
    public void Await(string cause)
    {
        lock (_gate)
        {
            if (_awaited == cause)
            {
                return;
            }

            _awaited = cause;
            TaLog.SinkPaused(logger, cause);
            Publish();
        }
    }

    /// <summary>A record was read.</summary>
    public void Reads()
    {
        // Of every record: the lock is for the one that changes something.
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
        var cause = _paused ? _cause : _awaited ?? _cause;
        state.Sink = new SinkSnapshot(
            true, isPaused, cause, new Dictionary<string, long>(_rows), new Dictionary<string, long>(_lag), new Dictionary<string, long>(_gaps));
    }
}
