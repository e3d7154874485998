using System.Globalization;
using System.Text.Json.Nodes;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Actuation;

/// <summary>Argo CD's self-heal of one application, which undoes a live patch within seconds. Its pause has an owner and an expiry on the object.</summary>
internal sealed class SelfHeal(ILiveObjects cluster, string application)
{
    public const string Owner = "torghut/self-heal-paused-by";
    public const string Until = "torghut/self-heal-paused-until";
    public const string Reason = "torghut/self-heal-paused-for";

    private readonly string _path = EmergencyTarget.ApplicationPathOf(application);

    public async Task<bool> IsOnAsync(CancellationToken cancellationToken) => IsOn(await cluster.GetAsync(_path, cancellationToken));

    /// <exception cref="GitOpsException">It could not be paused, and is as it was.</exception>
    public async Task PauseAsync(string owner, string reason, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            await PatchAsync(false, owner, reason, until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), cancellationToken);
            if (!await IsOnAsync(cancellationToken))
            {
                return;
            }
        }
        catch (LiveObjectException refused) when (refused.WasRefused)
        {
            throw new GitOpsException("self-heal", $"self-heal of {application} cannot be paused: {refused.Message}", refused);
        }

        throw new GitOpsException("self-heal", $"self-heal of {application} was paused and is on again: something else owns the application");
    }

    public Task RestoreAsync(CancellationToken cancellationToken) => PatchAsync(true, null, null, null, cancellationToken);

    private static bool IsOn(JsonObject live) => live["spec"]?["syncPolicy"]?["automated"]?["selfHeal"]?.GetValue<bool>() == true;

    private Task PatchAsync(bool on, string? owner, string? reason, string? until, CancellationToken cancellationToken) => cluster.PatchAsync(
        _path,
        new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Owner] = owner, [Until] = until, [Reason] = reason } },
            ["spec"] = new JsonObject { ["syncPolicy"] = new JsonObject { ["automated"] = new JsonObject { ["selfHeal"] = on } } },
        },
        strategic: false, cancellationToken);
}
