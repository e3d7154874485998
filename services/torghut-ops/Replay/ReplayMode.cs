namespace Torghut.Ops.Replay;

/// <summary>What is asked of a replay.</summary>
internal enum ReplayMode
{
    Plan,
    Apply,
    Verify,
    Rollback,
    PlanDestructive,
    ApplyDestructive,
}
