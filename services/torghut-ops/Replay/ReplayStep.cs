namespace Torghut.Ops.Replay;

/// <summary>Names of steps, as records and the audit have them.</summary>
internal static class ReplayStep
{
    public const string Suspend = "suspend";
    public const string Copy = "copy";
    public const string Remake = "remake";
    public const string Change = "change";
    public const string Run = "run";
    public const string RollbackSuspend = "rollback-suspend";
    public const string RollbackTopics = "rollback-topics";
    public const string RollbackChange = "rollback-change";
    public const string RollbackRun = "rollback-run";

    public static bool IsOfRollback(string step) => step.StartsWith("rollback-", StringComparison.Ordinal);
}
