using Torghut.Trading.Execution;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Loop;

/// <summary>What <c>/trading/status</c> says of the loop.</summary>
internal sealed class LoopStatus(TimeProvider time)
{
    private volatile LoopStatusView _view = new();

    public LoopStatusView View => _view;

    /// <summary>When this process began; its settings are those of then.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public void Ticked(string outcome, string? error) =>
        _view = _view with
        {
            Ticks = _view.Ticks + 1,
            LastTickAt = time.GetUtcNow(),
            LastOutcome = outcome,
            LastError = error ?? _view.LastError,
            LastErrorAt = error is null ? _view.LastErrorAt : time.GetUtcNow(),
        };

    public void Saw(MarketClock clock) => _view = _view with { Clock = clock };

    public void Read(int signals, int late, DateTimeOffset newest) =>
        _view = _view with { Signals = _view.Signals + signals, LateSignals = _view.LateSignals + late, NewestSignal = newest, NoSignalReason = null };

    public void NoSignals(string reason) => _view = _view with { NoSignalReason = reason };

    public void Moved(SignalPosition cursor) => _view = _view with { Cursor = cursor };

    public void Decided(bool approved) => _view = approved
        ? _view with { Decisions = _view.Decisions + 1, Approved = _view.Approved + 1 }
        : _view with { Decisions = _view.Decisions + 1 };
}
