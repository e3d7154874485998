using Microsoft.Extensions.Logging;
using Torghut.Ta.Logging;
using Torghut.Ta.Metrics;
using Torghut.Ta.Status;

namespace Torghut.Ta.Sink;

/// <summary>Whether rows get through, said once on every change.</summary>
internal sealed class SinkHealth(TaState state, TaMetrics metrics, ILogger<SinkHealth> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _rows = [];
    private readonly Dictionary<string, long> _lag = [];
    private string? _cause;

    public void Pause(string cause)
    {
        lock (_gate)
        {
            if (_cause == cause) return;
            _cause = cause;
            TaLog.SinkPaused(logger, cause);
            Publish();
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            var was = _cause;
            _cause = null;
            if (was is not null) TaLog.SinkResumed(logger);
            Publish();
        }
    }

    public void Stored(string table, int rows)
    {
        metrics.SinkRows(table, rows);
        lock (_gate) _rows[table] = _rows.GetValueOrDefault(table) + rows;
        Resume();
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

    private void Publish()
    {
        metrics.SinkPaused.Record(_cause is null ? 0 : 1);
        state.Sink = new SinkSnapshot(true, _cause is not null, _cause, new Dictionary<string, long>(_rows), new Dictionary<string, long>(_lag));
    }
}
