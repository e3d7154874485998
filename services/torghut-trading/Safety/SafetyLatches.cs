using Torghut.Trading.Account;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Safety;

/// <summary>
/// What stops orders right now, in memory, where the last check before a request costs nothing. Every latch is kept in a local file and in Postgres too; what
/// one place knows the others learn, and only <see cref="ReleaseAsync"/>, here or at another instance, takes a latch away
/// (<c>docs/adr/0022-latches-in-two-places.md</c>).
/// </summary>
internal sealed class SafetyLatches(
    SwitchOptions switches, LatchFile file, ILatchStore store, TradingMetrics metrics, TradingGauges gauges, TimeProvider time, ILogger<SafetyLatches> logger)
    : ILatchState, IDisposable
{
    // Memory is changed without waiting for the disk, the disk without waiting for Postgres.
    private readonly Lock _memory = new();
    private readonly Lock _disk = new();
    private readonly SemaphoreSlim _postgres = new(1, 1);

    private volatile LatchState _state =
        LatchState.Of([new EngagedLatch(Latch.EmergencyStop, new LatchCall("", "not read yet", "torghut-trading", default), [])]);
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _onDisk = true;
    private volatile IReadOnlyList<LatchRow> _rows = [];

    public bool EmergencyStop => _state.EmergencyStop;

    /// <summary>Latches under which only exits leave, as far as they are engaged.</summary>
    public IReadOnlyList<string> Reducing => _state.Reducing;

    public bool DailyLoss => IsEngaged(Latch.DailyLoss);

    /// <summary>Called when the stop was engaged by another instance.</summary>
    public Action? LearntOfStop { get; set; }

    /// <summary>Every latch in force.</summary>
    public IReadOnlyList<EngagedLatch> Engaged => _state.Engaged;

    /// <summary>Every latch as Postgres said last.</summary>
    public IReadOnlyList<LatchRow> Rows => _rows;

    public TradingState State => _state.State;

    public bool IsEngaged(string latch) => _state.Find(latch) is not null;

    /// <summary>Whether Postgres and the local disk have everything that was said of a latch.</summary>
    public bool IsPersisted(string latch) => _onDisk && _state.Find(latch) is not { Unsaved.Count: > 0 };

    /// <summary>Reads the file at start, before anything else runs.</summary>
    public void Initialise()
    {
        var found = file.Read(time.GetUtcNow());
        if (found.Fault is { } fault)
        {
            _onDisk = false;
            TradingLog.LatchUnreadable(logger, fault);
        }

        _state = LatchState.Of(found.Engaged);
        UpdateGauges();
    }

    /// <summary>
    /// Engages a latch, in memory first and on disk when this returns; Postgres follows. One that is engaged keeps its time and its reason, and the further
    /// reason goes into the audit.
    /// </summary>
    /// <returns>Whether it was not engaged before.</returns>
    public bool Engage(string latch, string reason, string actor)
    {
        var call = LatchCall.New(reason, actor, time.GetUtcNow());
        bool isNew;
        lock (_memory)
        {
            var engaged = _state.Find(latch);
            isNew = engaged is null;
            _state = _state.With(engaged?.And(call) ?? EngagedLatch.By(latch, call));
        }

        UpdateGauges();
        if (isNew)
        {
            metrics.LatchEngaged(latch);
            TradingLog.LatchEngaged(logger, latch, actor, reason);
        }
        else
        {
            TradingLog.LatchEngagedAgain(logger, latch, actor, reason);
        }

        WriteFile();
        Changed();
        return isNew;
    }

    /// <summary>Engages a latch for a condition that may hold on: while it is engaged nothing happens.</summary>
    public void Trip(string latch, string reason, string actor)
    {
        if (!IsEngaged(latch))
        {
            Engage(latch, reason, actor);
        }
    }

    /// <summary>Waits until everything that was said of a latch is stored, but not for long.</summary>
    public async Task<bool> WaitUntilPersistedAsync(string latch, TimeSpan timeout)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var changed = _changed.Task;
            var left = timeout - time.GetElapsedTime(began);
            if (IsPersisted(latch) || left <= TimeSpan.Zero)
            {
                return IsPersisted(latch);
            }

            await Task.WhenAny(changed, Task.Delay(left, time));
        }
    }

    /// <summary>Completes at the next change of any latch.</summary>
    public Task WhenChangedAsync() => _changed.Task;

    /// <summary>Writes to Postgres what that does not know, then takes over what it says; the file follows.</summary>
    public async Task SynchroniseAsync(CancellationToken cancellationToken)
    {
        await _postgres.WaitAsync(cancellationToken);
        try
        {
            foreach (var latch in _state.Engaged)
            {
                await StoreUnsavedAsync(latch, cancellationToken);
            }

            var rows = await store.LoadAsync(switches.AccountLabel, cancellationToken);
            _rows = rows;
            foreach (var row in rows.Where(row => row.Engaged && Latch.All.Contains(row.Latch)))
            {
                Learn(row);
            }

            foreach (var latch in _state.Engaged.Where(latch => !rows.Any(row => row.Engaged && row.Latch == latch.Latch)))
            {
                await EngageAgainOrLetGoAsync(latch, cancellationToken);
            }
        }
        finally
        {
            _postgres.Release();
        }

        if (!_onDisk)
        {
            WriteFile();
        }
    }

    /// <summary>
    /// Re-arms, for a person who says why. Postgres goes first, then the file, then memory: a crash in between leaves either a latch in force or a release that
    /// is on record.
    /// </summary>
    public async Task ReleaseAsync(string latch, string reason, string actor, CancellationToken cancellationToken)
    {
        await _postgres.WaitAsync(cancellationToken);
        try
        {
            if (_state.Find(latch) is { } engaged)
            {
                await StoreUnsavedAsync(engaged, cancellationToken);
            }

            // What was not stored by now counts as said after the release, and undoes it.
            var released = _state.Find(latch);
            await store.ReleaseAsync(switches.AccountLabel, latch, reason, actor, cancellationToken);
            if (released is not null && !TryLetGo(released))
            {
                throw new IOException("The local latch could not be written; it stays engaged here until it can be.");
            }

            TradingLog.LatchReleased(logger, latch, actor, reason);
        }
        finally
        {
            _postgres.Release();
        }
    }

    public void Dispose() => _postgres.Dispose();

    private async Task StoreUnsavedAsync(EngagedLatch latch, CancellationToken cancellationToken)
    {
        foreach (var call in latch.Unsaved)
        {
            await store.EngageAsync(switches.AccountLabel, latch.Latch, call, cancellationToken);
            Replace(latch.Latch, engaged => engaged.Saved(call));
        }
    }

    /// <summary>Postgres says that a latch is engaged; its time and reason are everybody's.</summary>
    private void Learn(LatchRow row)
    {
        bool isNew;
        lock (_memory)
        {
            var engaged = _state.Find(row.Latch);
            isNew = engaged is null;
            if (engaged?.Engagement == row.Call)
            {
                return;
            }

            _state = _state.With(new EngagedLatch(row.Latch, row.Call, engaged?.Unsaved ?? []));
        }

        WriteFile();
        Changed();
        if (isNew)
        {
            TradingLog.LatchLearnt(logger, row.Latch, row.Actor, row.Reason);
        }

        if (isNew && row.Latch == Latch.EmergencyStop)
        {
            LearntOfStop?.Invoke();
        }
    }

    /// <summary>
    /// A latch in force that is not engaged in Postgres. Either the engagement was stored there, then a person has released it at another instance or just
    /// before this one was killed; or Postgres has lost it, with a failover or a backup, and gets it again.
    /// </summary>
    private async Task EngageAgainOrLetGoAsync(EngagedLatch latch, CancellationToken cancellationToken)
    {
        if (latch.Unsaved.Count == 0 && await store.EngageAsync(switches.AccountLabel, latch.Latch, latch.Engagement, cancellationToken)
            && TryLetGo(latch))
        {
            TradingLog.LatchLetGo(logger, latch.Latch);
        }
    }

    /// <summary>Takes a latch that was released out of the file and of memory, unless it was asked for meanwhile.</summary>
    /// <returns>Whether the file could be written; if not, the latch stays.</returns>
    private bool TryLetGo(EngagedLatch released)
    {
        lock (_disk)
        {
            if (!TryWrite(_state.Without(released.Latch)))
            {
                return false;
            }

            lock (_memory)
            {
                var engaged = _state.Find(released.Latch);
                _state = engaged is { Unsaved: [var next, ..] }
                    ? _state.With(new EngagedLatch(released.Latch, next, engaged.Unsaved))
                    : _state.Without(released.Latch);
            }

            TryWrite(_state);
        }

        Changed();
        return true;
    }

    private void Replace(string latch, Func<EngagedLatch, EngagedLatch> change)
    {
        lock (_memory)
        {
            if (_state.Find(latch) is { } engaged)
            {
                _state = _state.With(change(engaged));
            }
        }

        WriteFile();
        Changed();
    }

    private void WriteFile()
    {
        lock (_disk)
        {
            TryWrite(_state);
        }
    }

    private bool TryWrite(LatchState state)
    {
        try
        {
            file.Write(state.Engaged);
            _onDisk = true;
        }
        catch (IOException broken)
        {
            if (_onDisk)
            {
                TradingLog.LatchUnreadable(logger, broken.Message);
            }

            _onDisk = false;
        }

        return _onDisk;
    }

    private void Changed()
    {
        UpdateGauges();
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private void UpdateGauges()
    {
        var state = _state;
        gauges.KillSwitchActive = state.EmergencyStop || switches.KillSwitchEnabled;
        gauges.UnsavedLatches = state.Engaged.Count(latch => !IsPersisted(latch.Latch));
    }
}
