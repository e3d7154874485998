using Torghut.Ops.Audit;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Actuation;

/// <summary>
/// A change of a live object, where a pull request would come too late. Self-heal of its application is paused first; the object is looked at again after
/// a while, and what was undone is never reported as done.
/// </summary>
internal sealed class Emergency(ILiveObjects cluster, AuditTrail audit, TimeProvider time, TimeSpan recheck, Action<string> say)
{
    /// <summary>What the audit calls one.</summary>
    public const string Action = "actuate.emergency";

    /// <returns>Whether the object holds.</returns>
    /// <exception cref="GitOpsException">Nothing was changed.</exception>
    public async Task<bool> RunAsync(string procedure, string owner, string reason, TimeSpan pause, CancellationToken cancellationToken)
    {
        var target = EmergencyTarget.Of(procedure, time.GetUtcNow())
            ?? throw new GitOpsException("emergency", $"{procedure} has no live object: stop trading with POST /trading/emergency-stop, which works at once");
        var until = time.GetUtcNow() + pause;
        var detail = $"{procedure} of {target.Application}, self-heal paused by {owner} until {until:O}";
        var heal = new SelfHeal(cluster, target.Application);
        audit.Write(AuditPhase.Intended, Action, reason, detail);
        var wasOn = false;
        try
        {
            wasOn = await heal.IsOnAsync(cancellationToken);
            if (wasOn)
            {
                await heal.PauseAsync(owner, reason, until, cancellationToken);
                say($"Self-heal of {target.Application} is paused until {until:u}; every snapshot says so until it is restored.");
                say($"To restore it: {RestoreCommand(target.Application)}");
            }

            await cluster.PatchAsync(target.Path, target.Patch, strategic: true, cancellationToken);
        }
        catch (Exception failure) when (failure is GitOpsException or LiveObjectException)
        {
            audit.Write(AuditPhase.Failed, Action, reason, detail);
            await RestoreAsync(heal, wasOn, cancellationToken);
            throw failure as GitOpsException ?? new GitOpsException("cluster", failure.Message, failure);
        }

        await Task.Delay(recheck, time, cancellationToken);
        if (await HoldsAsync(target, heal, cancellationToken))
        {
            audit.Write(AuditPhase.Done, Action, reason, detail);
            say($"{target.Path} holds. The repository says otherwise until it is changed too: torghut-ops actuate --change {procedure} --reason TEXT");
            return true;
        }

        audit.Write(AuditPhase.Failed, Action, reason, detail);
        await RestoreAsync(heal, wasOn, cancellationToken);
        return false;
    }

    public static string RestoreCommand(string application) =>
        $"torghut-ops actuate --restore-self-heal {application} --reason TEXT --confirm {Actuator.Confirmation}";

    /// <summary>Self-heal that is on again would undo it in a moment, if it has not yet.</summary>
    private async Task<bool> HoldsAsync(EmergencyTarget target, SelfHeal heal, CancellationToken cancellationToken)
    {
        try
        {
            return target.IsPatched(await cluster.GetAsync(target.Path, cancellationToken)) && !await heal.IsOnAsync(cancellationToken);
        }
        catch (LiveObjectException unseen)
        {
            say(unseen.Message);
            return false;
        }
    }

    private async Task RestoreAsync(SelfHeal heal, bool wasOn, CancellationToken cancellationToken)
    {
        if (!wasOn)
        {
            return;
        }

        try
        {
            await heal.RestoreAsync(cancellationToken);
        }
        catch (LiveObjectException failed)
        {
            say($"Self-heal could not be restored: {failed.Message}");
        }
    }
}
