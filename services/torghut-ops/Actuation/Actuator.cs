using LibGit2Sharp;
using Torghut.Common.Drills;
using Torghut.Ops.Audit;
using Torghut.Ops.Drills;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Actuation;

/// <summary>Makes a change: a commit on a branch of its own, and a request to merge it. Killed anywhere, the same command goes on where it was.</summary>
internal sealed class Actuator(
    GitOpsOptions options, GitOpsRepository repository, IPullRequests? requests, AuditTrail audit, string actor, Failpoints failpoints)
{
    /// <summary>What has to be typed.</summary>
    public const string Confirmation = "ACTUATE_TORGHUT";

    /// <summary>What the audit calls a change.</summary>
    public const string Action = "actuate";

    private const string CommitPart = " commit";
    private const string RequestPart = " pull-request";

    /// <summary>What a procedure would do to the file as the branch has it.</summary>
    public PlannedChange Plan(Procedure procedure, string id, bool forceRestart, DateTimeOffset now)
    {
        var tip = repository.Fetch();
        var before = GitOpsRepository.Text(tip, procedure.File);
        if (procedure.Requires is { } required && YamlFields.Read(before, required.Path) is var value && value != required.Value)
        {
            throw new GitOpsException("replicas", $"{required.Name} of {procedure.File} is {value}, and has to be {required.Value}");
        }

        var fields = procedure.Changes(new ProcedureInput(before, forceRestart, now));
        var title = $"{procedure.Name}: {string.Join(", ", fields.Select(field => $"{field.Name} = {field.Value}"))}";
        return new PlannedChange(id, title, procedure.Summary, tip, procedure.File, before, YamlFields.Set(before, fields));
    }

    /// <summary>The way back from a change: the very file of before, as long as nothing else has changed it.</summary>
    public PlannedChange PlanRollback(string changeId)
    {
        var tip = repository.Fetch();
        var made = GitOpsRepository.FindChange(tip, changeId)
            ?? throw new GitOpsException("change", $"no commit of {options.Branch} is {changeId}; a branch that is not merged is simply closed");
        var parent = made.Parents.First();
        var file = Procedures.All.Select(procedure => procedure.File).Distinct()
            .FirstOrDefault(file => made[file]?.Target.Id != parent[file]?.Target.Id)
            ?? throw new GitOpsException("change", $"{changeId} changed no file that a procedure changes");
        var now = GitOpsRepository.Text(tip, file);
        if (now != GitOpsRepository.Text(made, file))
        {
            throw new GitOpsException("moved", $"{file} was changed again since {changeId}");
        }

        var before = GitOpsRepository.Text(parent, file);
        var fields = Procedures.FieldsOf(file).Where(path => YamlFields.TryRead(before, path) is { } value && value != YamlFields.TryRead(now, path))
            .Select(path => new FieldChange(path, YamlFields.Read(before, path))).ToList();
        return YamlFields.Set(now, fields) == before
            ? new PlannedChange(changeId + "-rollback", $"rollback of {changeId}", $"{file} is as it was before it.", tip, file, now, before)
            : throw new GitOpsException("change", $"{changeId} changed more than a procedure's fields");
    }

    /// <summary>The commit that a plan would become; nobody sees it.</summary>
    public Commit Preview(PlannedChange change, string reason, string priorityId, DateTimeOffset now) =>
        repository.Make(
            change.Parent, change.File, change.After, MessageOf(change, reason, priorityId), new Signature(actor, "torghut-ops@localhost", now));

    public string Diff(Commit commit) => repository.Diff(commit);

    /// <summary>Reports what a run that was killed left open; what it then was told to say.</summary>
    public async Task<IReadOnlyList<string>> ResolveAsync(CancellationToken cancellationToken)
    {
        var said = new List<string>();
        foreach (var entry in audit.Unknown(Action))
        {
            var id = entry.Detail.Split(' ')[0];
            bool? isDone = entry.Detail.EndsWith(RequestPart, StringComparison.Ordinal)
                ? requests is null ? null : await requests.FindAsync("torghut-ops/" + id, cancellationToken) is not null
                : FindCommit(id) is not null;
            if (isDone is not null)
            {
                audit.Write(isDone.Value ? AuditPhase.Done : AuditPhase.Failed, Action, entry.Reason, entry.Detail);
                said.Add($"resolved  {entry.Detail}: {(isDone.Value ? "was done" : "was not done")}");
            }
        }

        return said;
    }

    /// <summary>The commit of a change that was made before, on its branch or merged; null when it was not.</summary>
    public Commit? FindCommit(string id) =>
        GitOpsRepository.FindChange(repository.Fetch(), id)
        ?? (repository.FetchBranch("torghut-ops/" + id) is { } branch ? GitOpsRepository.FindChange(branch, id) : null);

    /// <summary>The commit of this very change, made before; null when there is none.</summary>
    /// <exception cref="GitOpsException">The id is that of another change.</exception>
    public Commit? FindCommit(PlannedChange change)
    {
        // Its values may be others by now, for example the time of a restart; what is changed may not.
        var made = FindCommit(change.Id);
        return made is null || made.MessageShort.Split(": ").ElementAtOrDefault(1) == change.Title.Split(": ")[0]
            ? made
            : throw new GitOpsException("change", $"{change.Id} is the id of another change: {made.MessageShort}");
    }

    /// <summary>Pushes the change to a branch of its own, unless it is there.</summary>
    public Commit Commit(PlannedChange change, string reason, string priorityId, DateTimeOffset now)
    {
        if (FindCommit(change) is { } made)
        {
            return made;
        }

        audit.Write(AuditPhase.Intended, Action, reason, change.Id + CommitPart);
        failpoints.Hit(FailpointNames.ActuateIntended);
        try
        {
            var commit = Preview(change, reason, priorityId, now);
            failpoints.Hit(FailpointNames.ActuateCommitMade);
            repository.Push(commit, change.Branch);
            failpoints.Hit(FailpointNames.ActuatePushed);
            audit.Write(AuditPhase.Done, Action, reason, change.Id + CommitPart);
            return commit;
        }
        catch (GitOpsException refused) when (refused.Gate is "push" or "path")
        {
            audit.Write(AuditPhase.Failed, Action, reason, change.Id + CommitPart);
            throw;
        }
    }

    /// <summary>Asks for the merge, unless that was done; the request's address, null without a host.</summary>
    public async Task<string?> RequestAsync(PlannedChange change, Commit commit, string reason, CancellationToken cancellationToken)
    {
        if (requests is null)
        {
            return null;
        }

        if (await requests.FindAsync(change.Branch, cancellationToken) is { } there)
        {
            return there;
        }

        audit.Write(AuditPhase.Intended, Action, reason, change.Id + RequestPart);
        failpoints.Hit(FailpointNames.ActuateRequestIntended);

        // When this fails the host may have it all the same: the next run asks.
        var opened = await requests.OpenAsync(change.Branch, options.Branch, TitleOf(change), BodyOf(change, commit, reason), cancellationToken);
        failpoints.Hit(FailpointNames.ActuateRequestOpened);
        audit.Write(AuditPhase.Done, Action, reason, change.Id + RequestPart);
        return opened;
    }

    private static string TitleOf(PlannedChange change) => "torghut: " + change.Title;

    private static string MessageOf(PlannedChange change, string reason, string priorityId) =>
        $"{TitleOf(change)}\n\n{reason}\n\n"
        + (priorityId.Length > 0 ? $"Torghut-Priority-Id: {priorityId}\n" : "")
        + $"{GitOpsRepository.Trailer}: {change.Id}\n";

    private string BodyOf(PlannedChange change, Commit commit, string reason) =>
        $"{reason}\n\nAsked for by {actor}.\n\n```diff\n{repository.Diff(commit)}```\n\nTo take it back once it is merged: `{change.RollbackCommand}`\n";
}
