namespace Torghut.Ops.Actuation;

/// <summary>What became of a change that was asked for over HTTP.</summary>
/// <param name="State">planned, unchanged or requested: nothing was changed by the first two.</param>
/// <param name="Diff">Null when the file is so already.</param>
/// <param name="Rollback">The command that takes it back once it is merged.</param>
/// <param name="Commit">Null for a plan.</param>
/// <param name="PullRequest">Null for a plan, and where no Git host is configured: then somebody opens it by hand.</param>
internal sealed record ActuationAnswer(
    string State, string ChangeId, string Title, string Summary, string File, string? Diff, string Rollback, string? Branch, string? Commit,
    string? PullRequest);
