using Npgsql;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Safety;

/// <summary>
/// What stops orders right now, in memory, where the last check before a request costs nothing. The emergency stop is engaged when memory, the local
/// file or Postgres says so, and released only by <see cref="ReleaseAsync"/>.
/// </summary>
internal sealed class LatchBoard(SwitchOptions switches, LatchFile file, LatchStore store, TradingMetrics metrics, TradingGauges gauges, ILogger<LatchBoard> logger) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private int _engagements;
    private volatile bool _emergencyStop = true;
    private volatile bool _dailyLoss;
    private volatile bool _notPersisted;
    private volatile string _reason = "not read yet";
    private volatile IReadOnlyList<LatchRow> _rows = [];

    public bool EmergencyStop => _emergencyStop;

    public bool DailyLoss => _dailyLoss;

    public string Reason => _reason;

    public IReadOnlyList<LatchRow> Rows => _rows;

    public TradingState State => _emergencyStop ? TradingState.Halted : _dailyLoss ? TradingState.Reducing : TradingState.Active;

    /// <summary>Whether nothing may leave, whatever the order.</summary>
    public bool StopsEverything => _emergencyStop || switches.KillSwitchEnabled || !switches.Enabled;

    /// <summary>Reads the file at start, before anything else runs.</summary>
    public void Initialise()
    {
        var state = file.Read();
        if (state.Fault is { } fault) TradingLog.LatchUnreadable(logger, fault);
        _reason = state.Reason;
        _emergencyStop = state.Engaged;
        UpdateGauge();
    }

    /// <summary>Takes over what Postgres says, and writes there what it could not be told before.</summary>
    public async Task SynchroniseAsync(CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            await SynchroniseNeedsLockAsync(cancellation);
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task SynchroniseNeedsLockAsync(CancellationToken cancellation)
    {
        if (_notPersisted) await PersistAsync(_reason, "recovered", cancellation);
        var rows = await store.LoadAsync(switches.AccountLabel, cancellation);
        _rows = rows;
        _dailyLoss = rows.Any(row => row is { Latch: Latch.DailyLoss, Engaged: true });
        if (rows.FirstOrDefault(row => row is { Latch: Latch.EmergencyStop, Engaged: true }) is { } engaged && !_emergencyStop)
        {
            _reason = engaged.Reason;
            _emergencyStop = true;
        }

        UpdateGauge();
    }

    /// <summary>Stops everything at once: memory first, then the local disk, then Postgres if it can be reached.</summary>
    public async Task EngageEmergencyStopAsync(string reason, string actor, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _engagements);
        _emergencyStop = true;
        _reason = reason;
        WriteFile(reason, actor);
        UpdateGauge();
        metrics.LatchEngaged(Latch.EmergencyStop);
        TradingLog.LatchEngaged(logger, Latch.EmergencyStop, actor, reason);
        await _changing.WaitAsync(cancellation);
        try
        {
            _notPersisted = true;
            await PersistAsync(reason, actor, cancellation);
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task EngageDailyLossAsync(string reason, CancellationToken cancellation)
    {
        if (_dailyLoss) return;
        _dailyLoss = true;
        metrics.LatchEngaged(Latch.DailyLoss);
        TradingLog.LatchEngaged(logger, Latch.DailyLoss, "daily-loss stop", reason);
        await store.EngageAsync(switches.AccountLabel, Latch.DailyLoss, reason, "daily-loss stop", cancellation);
    }

    /// <summary>Re-arms, for a person who says why. The file goes last: a crash in between leaves the stop in force.</summary>
    public async Task ReleaseAsync(string latch, string reason, string actor, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            var engagements = Volatile.Read(ref _engagements);
            await store.ReleaseAsync(switches.AccountLabel, latch, reason, actor, cancellation);
            if (latch == Latch.EmergencyStop)
            {
                file.Write(engaged: false, reason, actor);
                _notPersisted = false;
                _emergencyStop = false;
                _reason = "";

                // A stop that came in meanwhile must not be lost; it waits for the lock and persists itself next.
                if (Volatile.Read(ref _engagements) != engagements)
                {
                    _emergencyStop = true;
                    WriteFile("engaged again while it was being released", actor);
                }
            }
            else
            {
                _dailyLoss = false;
            }

            TradingLog.LatchReleased(logger, latch, actor, reason);
            UpdateGauge();
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    private void WriteFile(string reason, string actor)
    {
        try
        {
            file.Write(engaged: true, reason, actor);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            TradingLog.LatchUnreadable(logger, broken.Message);
        }
    }

    private async Task PersistAsync(string reason, string actor, CancellationToken cancellation)
    {
        try
        {
            await store.EngageAsync(switches.AccountLabel, Latch.EmergencyStop, reason, actor, cancellation);
            _notPersisted = false;
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException)
        {
            TradingLog.LatchNotPersisted(logger, down.Message);
        }
    }

    private void UpdateGauge() => gauges.KillSwitchActive = _emergencyStop || switches.KillSwitchEnabled;
}
