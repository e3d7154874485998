using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Torghut.Ops.Cluster;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Cluster;

/// <summary>An API server that holds the objects of a system that is well, and answers as a test says.</summary>
internal sealed class ScriptedCluster : IAsyncDisposable
{
    private static readonly Dictionary<string, (string Kind, string Version)> Kinds = new()
    {
        ["pods"] = ("Pod", "v1"),
        ["deployments"] = ("Deployment", "apps/v1"),
        ["flinkdeployments"] = ("FlinkDeployment", "flink.apache.org/v1beta1"),
        ["applications"] = ("Application", "argoproj.io/v1alpha1"),
        ["services"] = ("Service", "serving.knative.dev/v1"),
        ["clusters"] = ("Cluster", "postgresql.cnpg.io/v1"),
        ["clickhouseinstallations"] = ("ClickHouseInstallation", "clickhouse.altinity.com/v1"),
    };

    private readonly Lock _changing = new();
    private readonly SortedDictionary<(string Plural, string Name), JsonObject> _objects = [];
    private readonly List<(int Version, string Plural, string Line)> _log = [];
    private readonly Dictionary<string, Queue<Disturbance>> _pending = [];
    private readonly Dictionary<string, int> _disturbed = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _app;
    private Kubeconfig? _kubeconfig;
    private string _token = "first";
    private int _version;
    private int _rotations;
    private int _requests;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ScriptedCluster(WebApplication app) => _app = app;

    public ClusterOptions Options { get; private set; } = new();

    /// <summary>A status and a body that every request gets in place of its answer.</summary>
    public (int Status, string Body)? Refuse { get; set; }

    public bool Hangs { get; set; }

    /// <summary>Nobody has to say who asks: kubectl sends no token over a connection without TLS.</summary>
    public bool IsOpen { get; set; }

    /// <summary>What happens between a look at an object and the patch of it.</summary>
    public Action<string>? BeforePatch { get; set; }

    /// <summary>Patches of these are answered by 403.</summary>
    public string? Unpatchable { get; set; }

    /// <summary>Seconds that a refusal asks for.</summary>
    public int? RetryAfter { get; set; }

    public int Requests => Volatile.Read(ref _requests);

    public static async Task<ScriptedCluster> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var cluster = new ScriptedCluster(app);
        app.Run(cluster.AnswerAsync);
        await app.StartAsync();
        cluster._kubeconfig = new Kubeconfig(app.Urls.Single(), cluster._token);
        cluster.Options = new ClusterOptions { Kubeconfig = cluster._kubeconfig.Path };
        cluster.Fill();
        return cluster;
    }

    /// <summary>From now on the server knows another token, which the kubeconfig holds.</summary>
    public void RotateToken()
    {
        lock (_changing)
        {
            _token = string.Create(CultureInfo.InvariantCulture, $"token-{++_rotations}");
            _kubeconfig!.Write(_token);
        }
    }

    public void Put(string plural, string name, string json = "{}")
    {
        lock (_changing)
        {
            var put = (JsonObject)JsonNode.Parse(json)!;
            var metadata = put["metadata"] as JsonObject ?? [];
            metadata["name"] = name;
            metadata["resourceVersion"] = Next();
            put["metadata"] = metadata;
            Tell(plural, _objects.ContainsKey((plural, name)) ? "MODIFIED" : "ADDED", put);
            _objects[(plural, name)] = put;
        }
    }

    public void Delete(string plural, string name)
    {
        lock (_changing)
        {
            if (_objects.Remove((plural, name), out var gone))
            {
                gone["metadata"]!["resourceVersion"] = Next();
                Tell(plural, "DELETED", gone);
            }
        }
    }

    /// <summary>The next request for these objects, or the watch that is open, meets it.</summary>
    public void Disturb(string plural, Disturbance disturbance)
    {
        lock (_changing)
        {
            (_pending.TryGetValue(plural, out var queue) ? queue : _pending[plural] = new Queue<Disturbance>()).Enqueue(disturbance);
            Signal();
        }
    }

    /// <summary>Waits until all of them were met.</summary>
    public Task DisturbedAsync(string plural) => Eventually.HoldsAsync(
        () =>
        {
            lock (_changing)
            {
                return _pending[plural].Count == 0;
            }
        },
        "the disturbance is met");

    public int Disturbances(string plural)
    {
        lock (_changing)
        {
            return _disturbed.GetValueOrDefault(plural);
        }
    }

    /// <summary>Names of the objects, with their versions.</summary>
    public IReadOnlyDictionary<string, string> Names(string plural)
    {
        lock (_changing)
        {
            return _objects.Where(pair => pair.Key.Plural == plural)
                .ToDictionary(pair => pair.Key.Name, pair => pair.Value["metadata"]!["resourceVersion"]!.GetValue<string>());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _kubeconfig?.Dispose();
        _stopping.Dispose();
    }

    private string Next() => (++_version).ToString(CultureInfo.InvariantCulture);

    private void Tell(string plural, string type, JsonObject about)
    {
        _log.Add((_version, plural, new JsonObject { ["type"] = type, ["object"] = about.DeepClone() }.ToJsonString() + "\n"));
        Signal();
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        if (Hangs)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted);
            await Task.Delay(Timeout.Infinite, either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        var plural = context.Request.Path.Value!.Split('/')[^1];
        var (status, body) = Refuse ?? Met(plural)
            ?? (context.Request.Method == "PATCH" ? await PatchAsync(context.Request) : Find(context.Request));
        if (status == 200 && Refuse is null && context.Request.Query.ContainsKey("watch"))
        {
            await WatchAsync(context, plural, int.Parse(context.Request.Query["resourceVersion"]!, CultureInfo.InvariantCulture));
            return;
        }

        if (status == 429)
        {
            context.Response.Headers.RetryAfter = (RetryAfter ?? 1).ToString(CultureInfo.InvariantCulture);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }

    /// <summary>What is met when a request comes, if that is next.</summary>
    private (int Status, string Body)? Met(string plural)
    {
        lock (_changing)
        {
            (int Status, string Body)? met = _pending.GetValueOrDefault(plural)?.TryPeek(out var next) != true ? null : next switch
            {
                Disturbance.GoneAtConnect => (410, "{}"),
                Disturbance.TooManyRequests => (429, "{}"),
                Disturbance.ServerError => (500, "{}"),
                _ => null,
            };
            if (met is not null)
            {
                Take(plural);
            }

            return met;
        }
    }

    private void Take(string plural)
    {
        _pending[plural].Dequeue();
        _disturbed[plural] = _disturbed.GetValueOrDefault(plural) + 1;
    }

    private async Task WatchAsync(HttpContext context, string plural, int sent)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted);
        while (!either.IsCancellationRequested)
        {
            string news;
            Disturbance? next;
            Task changed;
            lock (_changing)
            {
                news = string.Concat(_log.Where(entry => entry.Version > sent && entry.Plural == plural).Select(entry => entry.Line));
                sent = _version;
                changed = _changed.Task;
                next = _pending.GetValueOrDefault(plural)?.TryPeek(out var pending) == true ? pending : null;
                if (next is not (null or Disturbance.GoneAtConnect or Disturbance.TooManyRequests or Disturbance.ServerError))
                {
                    Take(plural);
                }

                if (next == Disturbance.TokenRotated)
                {
                    RotateToken();
                }
            }

            var bookmark = $$"""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"{{sent}}"} } }""" + "\n";
            await context.Response.WriteAsync(
                next switch
                {
                    Disturbance.GoneInStream => news + """{"type":"ERROR","object":{"kind":"Status","code":410} }""" + "\n",
                    Disturbance.BookmarksOnly => bookmark + bookmark + bookmark,
                    Disturbance.HalfDocument => (news.Length > 0 ? news : bookmark)[..^10],
                    Disturbance.Silence => "",
                    _ => news,
                },
                either.Token);
            await context.Response.Body.FlushAsync(either.Token);
            if (next is not (null or Disturbance.Silence))
            {
                return;
            }

            // In silence only the client ends it.
            await (next is null ? changed : Task.Delay(Timeout.Infinite, either.Token)).WaitAsync(either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>As a merge patch; one of an older version is a conflict.</summary>
    private async Task<(int Status, string Body)> PatchAsync(HttpRequest request)
    {
        var patch = (JsonObject)(await JsonNode.ParseAsync(request.Body))!;
        var parts = request.Path.Value!.Split('/');
        var (plural, name) = (parts[^2], parts[^1]);
        BeforePatch?.Invoke(plural);
        lock (_changing)
        {
            var live = _objects[(plural, name)];
            if (plural == Unpatchable)
            {
                return (403, "{}");
            }

            if (patch["metadata"]?["resourceVersion"] is { } version && version.GetValue<string>() != live["metadata"]!["resourceVersion"]!.GetValue<string>())
            {
                return (409, "{}");
            }

            Merge(live, patch);
            live["metadata"]!["resourceVersion"] = Next();
            return (200, live.ToJsonString());
        }
    }

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner && into[name] is JsonObject live)
            {
                Merge(live, inner);
            }
            else if (value is null)
            {
                into.Remove(name);
            }
            else
            {
                into[name] = value.DeepClone();
            }
        }
    }

    private (int Status, string Body) Find(HttpRequest request)
    {
        lock (_changing)
        {
            var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var from = Array.IndexOf(parts, "namespaces");
            if (!IsOpen && request.Headers.Authorization != $"Bearer {_token}")
            {
                return (401, "{}");
            }

            if (from < 0)
            {
                return parts[0] == "version" ? (200, """{"gitVersion":"v1.36.3"}""") : Discovery(parts);
            }

            var (plural, version) = (parts[from + 2], string.Join('/', parts[1..from]));
            return parts.Length == from + 3 ? (200, List(plural, version, request.Query))
                : _objects.TryGetValue((plural, parts[^1]), out var found) ? (200, found.ToJsonString())
                : (404, "{}");
        }
    }

    /// <summary>What there is, for clients that ask before they ask.</summary>
    private static (int Status, string Body) Discovery(string[] parts)
    {
        if (parts.Length == 1)
        {
            return (200, parts[0] == "api" ? """{"kind":"APIVersions","versions":["v1"]}""" : new JsonObject
            {
                ["kind"] = "APIGroupList",
                ["apiVersion"] = "v1",
                ["groups"] = new JsonArray([.. Kinds.Values.Select(kind => kind.Version).Where(version => version.Contains('/', StringComparison.Ordinal))
                    .Distinct().Select(Group)]),
            }.ToJsonString());
        }

        var served = string.Join('/', parts[1..]);
        var resources = Kinds.Where(kind => kind.Value.Version == served).Select(kind => (JsonNode)new JsonObject
        {
            ["name"] = kind.Key,
            ["singularName"] = "",
            ["namespaced"] = true,
            ["kind"] = kind.Value.Kind,
            ["verbs"] = new JsonArray("get", "list", "watch", "patch"),
        }).ToArray();
        return resources.Length == 0 ? (404, "{}") : (200, new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = served,
            ["resources"] = new JsonArray(resources),
        }.ToJsonString());
    }

    private static JsonNode Group(string version)
    {
        var served = new JsonObject { ["groupVersion"] = version, ["version"] = version.Split('/')[1] };
        return new JsonObject { ["name"] = version.Split('/')[0], ["versions"] = new JsonArray(served.DeepClone()), ["preferredVersion"] = served };
    }

    /// <summary>Objects name their kind, as servers have them do.</summary>
    private static JsonObject Named(string plural, JsonObject item)
    {
        var copy = (JsonObject)item.DeepClone();
        (copy["kind"], copy["apiVersion"]) = (Kinds[plural].Kind, Kinds[plural].Version);
        return copy;
    }

    private string List(string plural, string version, IQueryCollection query)
    {
        var all = _objects.Where(pair => pair.Key.Plural == plural).Select(pair => (JsonNode)Named(plural, pair.Value)).ToArray();
        var from = int.TryParse(query["continue"], CultureInfo.InvariantCulture, out var start) ? start : 0;
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : int.MaxValue;
        var metadata = new JsonObject { ["resourceVersion"] = _version.ToString(CultureInfo.InvariantCulture) };
        if (all.Length - from > limit)
        {
            metadata["continue"] = (from + limit).ToString(CultureInfo.InvariantCulture);
        }

        var items = new JsonArray([.. all.Skip(from).Take(limit)]);
        return new JsonObject { ["kind"] = Kinds[plural].Kind + "List", ["apiVersion"] = version, ["metadata"] = metadata, ["items"] = items }.ToJsonString();
    }

    private void Fill()
    {
        foreach (var application in Options.Applications)
        {
            Put("applications", application,
                """
                {"spec":{"syncPolicy":{"automated":{"selfHeal":true}}},"status":{"sync":{"status":"Synced","revision":"1"},"health":{"status":"Healthy"}}}
                """);
        }

        Put("services", "torghut",
            """
            {"metadata":{"generation":2},"status":{"observedGeneration":2,"latestCreatedRevisionName":"torghut-2","latestReadyRevisionName":"torghut-2",
            "conditions":[{"type":"Ready","status":"True"}]}}
            """);
        Put("clusters", "torghut-db", """{"spec":{"instances":2},"status":{"phase":"Cluster in healthy state","readyInstances":2}}""");
        Put("clickhouseinstallations", "torghut-clickhouse", """{"status":{"status":"Completed","hosts":2}}""");
        foreach (var name in new[] { "torghut-ws", "torghut-ta", "torghut-ops" })
        {
            Put("deployments", name,
                $$"""
                {"metadata":{"generation":1,"managedFields":[{"manager":"argocd-controller"},{"manager":"kube-controller-manager","subresource":"status"}]},
                "spec":{"replicas":1,"template":{"metadata":{"labels":{"app.kubernetes.io/name":"{{name}}"} },"spec":{"containers":[{"image":"{{name}}:1"}]} } },
                "status":{"observedGeneration":1,"readyReplicas":1} }
                """);
            Put("pods", $"{name}-1",
                $$"""
                {"metadata":{"labels":{"app.kubernetes.io/name":"{{name}}"} },"spec":{"containers":[{"image":"{{name}}:1"}]},
                "status":{"phase":"Running","containerStatuses":[{"ready":true,"restartCount":1,"lastState":{"terminated":{"reason":"OOMKilled"} } }]} }
                """);
        }
    }
}
