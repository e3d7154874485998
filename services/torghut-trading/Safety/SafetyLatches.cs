using System.Diagnostics;
using Npgsql;
using Torghut.Trading.Account;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Safety;

/// <summary>
/// What stops orders right now, in memory, where the last check before a request costs nothing. The emergency stop is engaged when memory, the local
/// file or Postgres says so, and released only by <see cref="ReleaseAsync"/> (<c>docs/adr/0014-latches.md</c>).
/// </summary>
internal sealed class SafetyLatches(
    SwitchOptions switches, LatchFile file, LatchStore store, TradingMetrics metrics, TradingGauges gauges, TimeProvider time, ILogger<SafetyLatches> logger)
    : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private int _engagements;
    private volatile bool _emergencyStop = true;
    private volatile bool _notPersisted;
    private volatile IReadOnlyList<string> _reducing = [];
    private volatile IReadOnlyList<UnsavedLatch> _unsaved = [];
    private volatile string _reason = "not read yet";
    private volatile IReadOnlyList<LatchRow> _rows = [];

    public bool EmergencyStop => _emergencyStop;

    /// <summary>Latches under which only exits leave, as far as they are engaged.</summary>
    public IReadOnlyList<string> Reducing => _reducing;

    public bool DailyLoss => _reducing.Contains(Latch.DailyLoss);

    /// <summary>Called when the stop was engaged by another instance.</summary>
    public Action? LearntOfStop { get; set; }

    public string Reason => _reason;

    /// <summary>Machine time at which this process was last ordered to stop; null when it never was.</summary>
    public DateTimeOffset? EngagedAt { get; private set; }

    public IReadOnlyList<LatchRow> Rows => _rows;

    public TradingState State => _emergencyStop ? TradingState.Halted : _reducing.Count > 0 ? TradingState.Reducing : TradingState.Active;

    /// <summary>Reads the file at start, before anything else runs.</summary>
    public void Initialise()
    {
        var state = file.Read();
        if (state.Fault is { } fault)
        {
            TradingLog.LatchUnreadable(logger, fault);
        }

        _reason = state.Reason;
        _emergencyStop = state.Engaged;
        UpdateGauge();
    }

    /// <summary>Takes over what Postgres says, and writes there what could not be written before.</summary>
    public async Task SynchroniseAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await SynchroniseNeedsLockAsync(cancellationToken);
        }
        finally
        {
            AssertInvariants();
            _changing.Release();
        }
    }

    private async Task SynchroniseNeedsLockAsync(CancellationToken cancellationToken)
    {
        if (_notPersisted)
        {
            await PersistAsync(_reason, "recovered", cancellationToken);
        }

        foreach (var latch in _unsaved)
        {
            await PersistAsync(latch, cancellationToken);
        }

        var rows = await store.LoadAsync(switches.AccountLabel, cancellationToken);
        _rows = rows;

        // What could not be written yet is engaged all the same.
        _reducing = [.. rows.Where(row => row.Engaged).Select(row => row.Latch).Union(_unsaved.Select(u => u.Latch)).Where(Latch.Reducing.Contains)];
        if (rows.FirstOrDefault(row => row is { Latch: Latch.EmergencyStop, Engaged: true }) is { } engaged && !_emergencyStop)
        {
            _reason = engaged.Reason;
            _emergencyStop = true;
            LearntOfStop?.Invoke();
        }

        UpdateGauge();
    }

    /// <summary>Stops everything at once: memory first, then the local disk, then Postgres if it can be reached.</summary>
    public async Task EngageEmergencyStopAsync(string reason, string actor, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _engagements);
        _emergencyStop = true;
        EngagedAt = time.GetUtcNow();
        _reason = reason;
        WriteFile(reason, actor);
        UpdateGauge();
        metrics.LatchEngaged(Latch.EmergencyStop);
        TradingLog.LatchEngaged(logger, Latch.EmergencyStop, actor, reason);
        await _changing.WaitAsync(cancellationToken);
        try
        {
            // A release that was under way when this stop came in may have ended after it.
            if (!_emergencyStop)
            {
                _emergencyStop = true;
                _reason = reason;
                WriteFile(reason, actor);
                UpdateGauge();
            }

            _notPersisted = true;
            await PersistAsync(reason, actor, cancellationToken);
        }
        finally
        {
            AssertInvariants();
            _changing.Release();
        }
    }

    /// <summary>Allows exits only, until a person re-arms. In force at once; written to Postgres as soon as it can be.</summary>
    /// <param name="latch">One of <see cref="Latch.Reducing"/>.</param>
    public async Task EngageReducingAsync(string latch, string reason, string actor, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_reducing.Contains(latch))
            {
                return;
            }

            var unsaved = new UnsavedLatch(latch, reason, actor);
            _reducing = [.. _reducing, latch];
            _unsaved = [.. _unsaved, unsaved];
            metrics.LatchEngaged(latch);
            TradingLog.LatchEngaged(logger, latch, actor, reason);
            await PersistAsync(unsaved, cancellationToken);
        }
        finally
        {
            AssertInvariants();
            _changing.Release();
        }
    }

    /// <summary>Re-arms, for a person who says why. The file goes last: a crash in between leaves the stop in force.</summary>
    public async Task ReleaseAsync(string latch, string reason, string actor, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var engagements = Volatile.Read(ref _engagements);
            await store.ReleaseAsync(switches.AccountLabel, latch, reason, actor, cancellationToken);
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
                _unsaved = [.. _unsaved.Where(u => u.Latch != latch)];
                _reducing = [.. _reducing.Where(name => name != latch)];
            }

            TradingLog.LatchReleased(logger, latch, actor, reason);
            UpdateGauge();
        }
        finally
        {
            AssertInvariants();
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

    private async Task PersistAsync(string reason, string actor, CancellationToken cancellationToken)
    {
        try
        {
            await store.EngageAsync(switches.AccountLabel, Latch.EmergencyStop, reason, actor, cancellationToken);
            _notPersisted = false;
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException)
        {
            TradingLog.LatchNotPersisted(logger, down.Message);
        }
    }

    private async Task PersistAsync(UnsavedLatch latch, CancellationToken cancellationToken)
    {
        try
        {
            await store.EngageAsync(switches.AccountLabel, latch.Latch, latch.Reason, latch.Actor, cancellationToken);
            _unsaved = [.. _unsaved.Where(u => u != latch)];
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException)
        {
            TradingLog.LatchNotPersisted(logger, down.Message);
        }
    }

    /// <summary>Called while no one else changes anything. Outside of it the stop may be engaged at any moment, but never released.</summary>
    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        var broken = LatchInvariants.Broken(_emergencyStop, _notPersisted, _reducing, [.. _unsaved.Select(unsaved => unsaved.Latch)]);
        Debug.Assert(broken is null, broken);
    }

    private void UpdateGauge() => gauges.KillSwitchActive = _emergencyStop || switches.KillSwitchEnabled;

    /// <summary>A latch that Postgres does not know of yet.</summary>
    private sealed record UnsavedLatch(string Latch, string Reason, string Actor);
}
