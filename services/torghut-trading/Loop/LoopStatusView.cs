using Torghut.Trading.Execution;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Loop;

/// <summary>Counters since the start and the newest facts.</summary>
internal sealed record LoopStatusView
{
    public long Ticks { get; init; }
    public DateTimeOffset? LastTickAt { get; init; }
    public string? LastOutcome { get; init; }
    public string? LastError { get; init; }
    public DateTimeOffset? LastErrorAt { get; init; }
    public MarketClock? Clock { get; init; }
    public long Signals { get; init; }
    public long LateSignals { get; init; }
    public DateTimeOffset? NewestSignal { get; init; }
    public string? NoSignalReason { get; init; }
    public SignalPosition? Cursor { get; init; }
    public long Decisions { get; init; }
    public long Approved { get; init; }
}
