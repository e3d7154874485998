using System.Text.Json.Nodes;
using Torghut.Ops.Cluster;

namespace Torghut.Ops.Actuation;

/// <summary>The live object of a procedure, and the Argo CD application that would take a patch of it back.</summary>
/// <param name="IsPatched">Whether the object is as the patch makes it.</param>
internal sealed record EmergencyTarget(string Application, string Path, JsonObject Patch, Func<JsonObject, bool> IsPatched)
{
    private const string RestartedAt = "kubectl.kubernetes.io/restartedAt";

    /// <summary>
    /// Null for a procedure that has no live object: trading has its own stop, which works at once and outlives every deployment; and the object of a Flink job
    /// is its operator's.
    /// </summary>
    public static EmergencyTarget? Of(string procedure, DateTimeOffset at, ClusterOptions options) => procedure switch
    {
        "suspend-ta" when !options.IsFlink => JobState("suspended", options),
        "resume-ta" when !options.IsFlink => JobState("running", options),
        "restart-ws" => Restart(EmergencyIntent.Text(at), options),
        _ => null,
    };

    private static string Deployment(string name, ClusterOptions options) => $"{ClusterResource.Deployments(options.Namespace).Path}/{name}";

    private static EmergencyTarget JobState(string state, ClusterOptions options)
    {
        var container = new JsonObject
        {
            ["name"] = "torghut-ta",
            ["env"] = new JsonArray(new JsonObject { ["name"] = "TA_JOB_STATE", ["value"] = state }),
        };
        var patch = Template(new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray(container) } });
        return new("torghut-ta", Deployment(options.TaWorkloadName, options), patch, live => Named(
            Named(live["spec"]?["template"]?["spec"]?["containers"], "torghut-ta")?["env"], "TA_JOB_STATE")?["value"]?.GetValue<string>() == state);
    }

    private static EmergencyTarget Restart(string at, ClusterOptions options)
    {
        var patch = Template(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [RestartedAt] = at } } });
        return new("torghut-ws", Deployment("torghut-ws", options), patch, live =>
            live["spec"]?["template"]?["metadata"]?["annotations"]?[RestartedAt]?.GetValue<string>() == at);
    }

    private static JsonObject Template(JsonObject template) => new() { ["spec"] = new JsonObject { ["template"] = template } };

    private static JsonNode? Named(JsonNode? list, string name) =>
        (list as JsonArray)?.FirstOrDefault(item => item?["name"]?.GetValue<string>() == name);
}
