namespace Torghut.Trading.Backtest.Checkpoints;

/// <summary>What a run knows, and how much of its records it has read.</summary>
internal sealed record RunState(BacktestRun Run, IReadOnlyList<AccountResult> Results, HashingStream Records);
