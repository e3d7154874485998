namespace Torghut.Ops.Actuation;

/// <summary>How far a change is, or what became of it.</summary>
/// <param name="State">One of the words below: nothing was changed by the first two.</param>
/// <param name="Diff">Null when the file is so already.</param>
/// <param name="Rollback">The command that takes it back once it is merged.</param>
/// <param name="Commit">Null for a plan.</param>
/// <param name="PullRequest">Null for a plan, and where no Git host is configured: then somebody opens it by hand.</param>
internal sealed record ActuationAnswer(
    string State, string ChangeId, string Title, string Summary, string File, string? Diff, string Rollback, string? Branch, string? Commit,
    string? PullRequest)
{
    /// <summary>The file is so already.</summary>
    public const string AsItIs = "unchanged";

    /// <summary>It would be made.</summary>
    public const string Planned = "planned";

    /// <summary>Its branch is there, and nobody is asked to merge it yet.</summary>
    public const string Pushed = "pushed";

    /// <summary>Somebody is asked to merge it, where a Git host is configured.</summary>
    public const string Requested = "requested";

    public static ActuationAnswer Unchanged(PlannedChange change) => new(
        AsItIs, change.Id, change.Title, change.Summary, change.File, Diff: null, change.RollbackCommand, Branch: null, Commit: null, PullRequest: null);
}
