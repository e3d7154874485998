using Torghut.Common.Drills;
using Torghut.Ops.Audit;
using Torghut.Ops.Cluster;
using Torghut.Ops.Drills;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Actuation;

/// <summary>
/// A change of a live object, where a pull request would come too late. Self-heal of its application is paused first; the object is looked at again after
/// a while, and what was undone is never reported as done. Killed anywhere, the next run looks what became of it and ends a pause that serves nothing.
/// </summary>
internal sealed class Emergency(
    LiveObjects cluster, ClusterOptions options, AuditTrail audit, Failpoints failpoints, TimeProvider time, TimeSpan recheck, Action<string> say)
{
    /// <summary>What the audit calls one.</summary>
    public const string Action = "actuate.emergency";

    private const string RestorePart = "restore self-heal of ";

    /// <summary>What the audit calls the end of a pause.</summary>
    public static string RestoreOf(string application) => RestorePart + application;

    public static string RestoreCommand(string application) =>
        $"torghut-ops actuate --restore-self-heal {application} --reason TEXT --confirm {Actuator.Confirmation}";

    /// <summary>What would be done. It only looks.</summary>
    public async Task PlanAsync(Procedure procedure, TimeSpan pause, CancellationToken cancellationToken)
    {
        var target = TargetOf(procedure.Name, time.GetUtcNow());
        say($"{procedure.Name}: {procedure.Summary}");
        var state = await ReadAsync(target.Application, cancellationToken);
        if (PauseGate(state, target.Application, time.GetUtcNow() + pause) is { } gate)
        {
            throw new GitOpsException(gate.Name, gate.Sentence);
        }

        say($"Self-heal of {target.Application} is {(state.IsOn ? $"on, and would be paused for {pause.TotalMinutes:0} minutes" : Off(state))}.");
        say($"Patch of {target.Path}: {target.Patch.ToJsonString()}");
        say($"It would be looked at again after {recheck.TotalSeconds:0} s. Rollback, which lets Argo CD put back what the repository says: "
            + RestoreCommand(target.Application));
        say($"This is the plan; nothing was changed. To do it: --reason TEXT --confirm {Actuator.Confirmation}");
    }

    /// <summary>Whether there is a pause that would be ended. It only looks.</summary>
    public async Task PlanRestoreAsync(string application, CancellationToken cancellationToken)
    {
        var now = await ReadAsync(application, cancellationToken);
        if (new SelfHeal(cluster, options, application).RestoreGate(now) is { } gate)
        {
            throw new GitOpsException(gate.Name, gate.Sentence);
        }

        say($"Self-heal of {application} is {Off(now)}.");
        say($"This is the plan; nothing was changed. To do it: --reason TEXT --confirm {Actuator.Confirmation}");
    }

    /// <returns>Whether the object holds.</returns>
    /// <exception cref="GitOpsException">Nothing was changed.</exception>
    /// <exception cref="ActuationException">Something was, or may have been.</exception>
    public async Task<bool> RunAsync(string procedure, string owner, string reason, TimeSpan pause, CancellationToken cancellationToken)
    {
        // To the second, as the audit and the objects have it.
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var target = TargetOf(procedure, now);
        var intent = new EmergencyIntent(procedure, target.Application, now, owner, now + pause);
        audit.Write(AuditPhase.Intended, Action, reason, intent.ToString());
        await failpoints.HitAsync(FailpointNames.EmergencyIntended);
        var isPaused = false;
        try
        {
            var before = await ReadAsync(intent.Application, cancellationToken);
            isPaused = before.IsOn;
            await PauseAsync(before, intent, reason, cancellationToken);
            await failpoints.HitAsync(FailpointNames.EmergencyPaused);
            await cluster.PatchAsync(target.Path, target.Patch, strategic: true, cancellationToken);
            await failpoints.HitAsync(FailpointNames.EmergencyPatched);
        }
        catch (LiveObjectException unsure) when (!unsure.WasRefused)
        {
            throw new ActuationException($"{unsure.Message}. Whether it was done is not known.", unsure);
        }
        catch (Exception refused) when (refused is GitOpsException or LiveObjectException)
        {
            await FailAsync(isPaused, intent, reason, cancellationToken);
            throw refused as GitOpsException ?? new GitOpsException("cluster", refused.Message, refused);
        }

        await Task.Delay(recheck, time, cancellationToken);
        if (await HeldAsync(target, intent.Application, cancellationToken) is { } held)
        {
            await failpoints.HitAsync(FailpointNames.EmergencyLooked);
            audit.Write(AuditPhase.Done, Action, reason, intent.ToString());
            say($"{target.Path} holds; self-heal of {intent.Application} is {Off(held)}. The repository says otherwise until it is changed too: "
                + $"torghut-ops actuate --change {procedure} --reason TEXT");
            return true;
        }

        await FailAsync(isPaused, intent, reason, cancellationToken);
        return false;
    }

    /// <summary>Ends a pause of ours.</summary>
    /// <exception cref="GitOpsException">It is not ours; nothing was changed.</exception>
    /// <exception cref="ActuationException">The cluster did not do it.</exception>
    public async Task RestoreAsync(string application, string reason, CancellationToken cancellationToken)
    {
        var heal = new SelfHeal(cluster, options, application);
        var paused = await ReadAsync(application, cancellationToken);
        if (heal.RestoreGate(paused) is { } gate)
        {
            throw new GitOpsException(gate.Name, gate.Sentence);
        }

        audit.Write(AuditPhase.Intended, Action, reason, RestoreOf(application));
        await failpoints.HitAsync(FailpointNames.EmergencyRestoreIntended);
        bool isOn;
        try
        {
            isOn = await heal.RestoreAsync(paused, cancellationToken);
            await failpoints.HitAsync(FailpointNames.EmergencyRestored);
        }
        catch (Exception failure) when (failure is LiveObjectException or GitOpsException)
        {
            audit.Write(AuditPhase.Failed, Action, reason, RestoreOf(application));
            throw new ActuationException(failure.Message, failure);
        }

        audit.Write(AuditPhase.Done, Action, reason, RestoreOf(application));
        say(isOn
            ? $"Self-heal of {application} is on."
            : $"The pause of {application} is over, and self-heal stays off: it has no automated sync any more, or somebody switched it off.");
    }

    /// <summary>Reports what a run that was killed left open, and ends its pause where the object does not hold.</summary>
    public async Task ResolveAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in audit.Unknown(Action))
        {
            bool isDone;
            try
            {
                isDone = EmergencyIntent.Parse(entry.Detail) is { } intent
                    ? await HoldsOrEndsAsync(intent, cancellationToken)
                    : entry.Detail.StartsWith(RestorePart, StringComparison.Ordinal)
                        && (await ReadAsync(entry.Detail[RestorePart.Length..], cancellationToken)).PausedBy is null;
            }
            catch (Exception unseen) when (unseen is LiveObjectException or GitOpsException)
            {
                say($"unknown   {entry.Detail}: {unseen.Message}");
                continue;
            }

            audit.Write(isDone ? AuditPhase.Done : AuditPhase.Failed, Action, entry.Reason, entry.Detail);
            say($"resolved  {entry.Detail}: {(isDone ? "was done" : "was not done, or was undone")}");
        }
    }

    private EmergencyTarget TargetOf(string procedure, DateTimeOffset at) => EmergencyTarget.Of(procedure, at, options)
        ?? throw new GitOpsException("emergency", $"{procedure} has no live object: stop trading with POST /trading/emergency-stop, which works at once");

    private async Task<SelfHealState> ReadAsync(string application, CancellationToken cancellationToken)
    {
        try
        {
            return await new SelfHeal(cluster, options, application).ReadAsync(cancellationToken);
        }
        catch (LiveObjectException unseen)
        {
            throw new GitOpsException("cluster", unseen.Message, unseen);
        }
    }

    /// <summary>What is patched within a pause of before goes when that ends: one that is over sooner than what is asked for will not do.</summary>
    private static Gate? PauseGate(SelfHealState before, string application, DateTimeOffset until) =>
        before is { IsOn: false, PausedBy: { } owner } && !(before.Until >= until)
            ? new("self-heal", $"self-heal of {application} is paused by {owner} already, until {Expiry(before)}, which is sooner: take fewer --pause-minutes, "
                + $"or end that pause first ({RestoreCommand(application)}), which undoes what holds by it")
            : null;

    /// <summary>What the object says of self-heal that is off.</summary>
    private static string Off(SelfHealState state) =>
        state.PausedBy is { } owner ? $"paused by {owner} until {Expiry(state)}" : "off without a pause of torghut-ops, so nothing puts it on again";

    private static string Expiry(SelfHealState state) => state.Until is { } until ? EmergencyIntent.Text(until) : "nobody says when";

    private async Task PauseAsync(SelfHealState before, EmergencyIntent intent, string reason, CancellationToken cancellationToken)
    {
        if (PauseGate(before, intent.Application, intent.Until) is { } gate)
        {
            throw new GitOpsException(gate.Name, gate.Sentence);
        }

        if (before.IsOn)
        {
            await new SelfHeal(cluster, options, intent.Application).PauseAsync(before, intent.By, reason, intent.Until, cancellationToken);
            say($"Self-heal of {intent.Application} is paused until {EmergencyIntent.Text(intent.Until)}; every snapshot says so until it is restored.");
            say($"To restore it: {RestoreCommand(intent.Application)}");
        }
    }

    /// <summary>Self-heal that is on again would undo it in a moment, if it has not yet.</summary>
    /// <returns>Self-heal as it is while the patch holds; null when it does not.</returns>
    private async Task<SelfHealState?> HeldAsync(EmergencyTarget target, string application, CancellationToken cancellationToken)
    {
        try
        {
            return target.IsPatched(await cluster.GetAsync(target.Path, cancellationToken))
                && await new SelfHeal(cluster, options, application).ReadAsync(cancellationToken) is { IsOn: false } held ? held : null;
        }
        catch (LiveObjectException unseen)
        {
            throw new ActuationException($"{unseen.Message}. Whether the patch holds is not known.", unseen);
        }
    }

    private async Task<bool> HoldsOrEndsAsync(EmergencyIntent intent, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - intent.At;
        if (since < recheck)
        {
            await Task.Delay(recheck - since, time, cancellationToken);
        }

        var target = TargetOf(intent.Procedure, intent.At);
        var heal = new SelfHeal(cluster, options, intent.Application);
        if (target.IsPatched(await cluster.GetAsync(target.Path, cancellationToken)) && !(await heal.ReadAsync(cancellationToken)).IsOn)
        {
            return true;
        }

        await EndPauseAsync(heal, intent, cancellationToken);
        return false;
    }

    /// <summary>The pause goes first: were this killed in between, the next run would still find it open.</summary>
    private async Task FailAsync(bool isPaused, EmergencyIntent intent, string reason, CancellationToken cancellationToken)
    {
        try
        {
            if (isPaused)
            {
                await EndPauseAsync(new SelfHeal(cluster, options, intent.Application), intent, cancellationToken);
            }
        }
        catch (LiveObjectException failed)
        {
            throw new ActuationException(
                $"It was not done, and self-heal of {intent.Application} could not be restored: {failed.Message}. "
                + $"It stays paused until {EmergencyIntent.Text(intent.Until)}: {RestoreCommand(intent.Application)}.", failed);
        }

        audit.Write(AuditPhase.Failed, Action, reason, intent.ToString());
    }

    /// <summary>Only this change's own: another may be in force by now.</summary>
    private static async Task EndPauseAsync(SelfHeal heal, EmergencyIntent intent, CancellationToken cancellationToken)
    {
        if (await heal.ReadAsync(cancellationToken) is { } now && now.PausedBy == intent.By && now.Until == intent.Until)
        {
            await heal.RestoreAsync(now, cancellationToken);
        }
    }
}
