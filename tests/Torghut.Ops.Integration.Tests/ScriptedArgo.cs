using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Torghut.Ops.Integration.Tests;

/// <summary>
/// A cluster's API with one application and its Deployment, which self-heal puts back as the repository has it whenever it is on. A patch of an older version
/// is a conflict.
/// </summary>
internal sealed class ScriptedArgo : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Lock _gate = new();
    private int _version = 1;

    private ScriptedArgo(WebApplication application) => _application = application;

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Patches of the application are refused.</summary>
    public bool ForbidsPause { get; set; }

    /// <summary>Patches of the Deployment are refused.</summary>
    public bool ForbidsPatch { get; set; }

    /// <summary>An application above puts self-heal on again: after so many looks at it that found it off.</summary>
    public int ParentRestoresAfter { get; set; } = int.MaxValue;

    public bool IsSelfHealOn { get; private set; } = true;

    /// <summary>Null for an application without automated sync.</summary>
    public bool IsAutomated { get; set; } = true;

    /// <summary>What the repository says.</summary>
    public Func<string> Desired { get; set; } = () => "running";

    /// <summary>Requests of a patch are taken, and nobody is told so.</summary>
    public bool HidesPatch { get; set; }

    public JsonObject Annotations { get; private set; } = [];

    public string JobState { get; private set; } = "running";

    public int Patches { get; private set; }

    /// <summary>How often the application was read.</summary>
    public int Looks { get; private set; }

    public static async Task<ScriptedArgo> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var argo = new ScriptedArgo(application);
        application.Map("/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/torghut-ta", (Delegate)argo.ApplicationAsync);
        application.Map("/apis/apps/v1/namespaces/torghut/deployments/torghut-ta", (Delegate)argo.DeploymentAsync);
        await application.StartAsync();
        return argo;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    /// <summary>Somebody else's hand on self-heal.</summary>
    public void Switch(bool isOn, params (string Name, string Value)[] annotations)
    {
        lock (_gate)
        {
            IsSelfHealOn = isOn;
            foreach (var (name, value) in annotations)
            {
                Annotations[name] = value;
            }

            _version++;
            Heal();
        }
    }

    private async Task<IResult> ApplicationAsync(HttpContext context)
    {
        var patch = await PatchOfAsync(context);
        lock (_gate)
        {
            if (patch is not null)
            {
                if (ForbidsPause)
                {
                    return Results.StatusCode(403);
                }

                if (patch["metadata"]?["resourceVersion"]?.GetValue<string>() is { } version && version != $"{_version}")
                {
                    return Results.StatusCode(409);
                }

                if (patch["spec"]?["syncPolicy"]?["automated"]?["selfHeal"]?.GetValue<bool>() is { } isOn)
                {
                    (IsSelfHealOn, IsAutomated) = (isOn, true);
                }

                foreach (var (name, value) in patch["metadata"]!["annotations"]!.AsObject())
                {
                    _ = value is null ? Annotations.Remove(name) : (Annotations[name] = value.DeepClone()) is not null;
                }

                _version++;
            }
            else
            {
                Looks++;
                if (!IsSelfHealOn && --ParentRestoresAfter < 0)
                {
                    (IsSelfHealOn, _version) = (true, _version + 1);
                }
            }

            Heal();
            var policy = new JsonObject { ["automated"] = IsAutomated ? new JsonObject { ["selfHeal"] = IsSelfHealOn } : null };
            var metadata = new JsonObject { ["resourceVersion"] = $"{_version}", ["annotations"] = Annotations.DeepClone() };
            return Results.Text(
                new JsonObject { ["metadata"] = metadata, ["spec"] = new JsonObject { ["syncPolicy"] = policy } }.ToJsonString(), "application/json");
        }
    }

    private async Task<IResult> DeploymentAsync(HttpContext context)
    {
        var patch = await PatchOfAsync(context);
        lock (_gate)
        {
            if (patch is not null)
            {
                if (ForbidsPatch)
                {
                    return Results.StatusCode(403);
                }

                JobState = patch["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]![0]!["value"]!.GetValue<string>();
                Patches++;
                if (HidesPatch)
                {
                    context.Abort();
                }
            }

            Heal();
            var environment = new[] { new { name = "TA_JOB_STATE", value = JobState } };
            var pod = new { containers = new[] { new { name = "torghut-ta", env = environment } } };
            return Results.Text(JsonSerializer.Serialize(new { spec = new { template = new { spec = pod } } }), "application/json");
        }
    }

    private void Heal() => JobState = IsSelfHealOn && IsAutomated ? Desired() : JobState;

    private static async Task<JsonObject?> PatchOfAsync(HttpContext context) => context.Request.Method == "PATCH"
        ? (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))! : null;
}
