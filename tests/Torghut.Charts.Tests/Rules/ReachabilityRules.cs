using System.Text.RegularExpressions;
using Torghut.Charts.Tests.Rendering;
using Torghut.Testing;

namespace Torghut.Charts.Tests.Rules;

/// <summary>Who reaches whom in the cluster, computed from the rendered policies, is what the page says.</summary>
public sealed partial class ReachabilityRules
{
    private const string Home = "torghut";

    private static readonly Dictionary<string, string> None = [];

    /// <summary>Pods of others, and addresses outside: the venue's and the provider's are public, the cluster's API is private.</summary>
    private static readonly Peer[] Others =
    [
        .. new[]
        {
            "kube-system", "kafka", "monitoring", "knative-serving", "kourier-system", "clickhouse-operator", "cnpg-system", "rook-ceph", "argocd", "another",
        }.Select(name => new Peer(name, name, None)),
        new("internet", "", None, "203.0.113.7"),
        new("private network", "", None, "10.96.0.1"),
    ];

    /// <summary>Pods that operators make from our objects bear the operators' labels.</summary>
    private static readonly Peer[] Stores =
    [
        Store("clickhouse", "clickhouse.altinity.com/chi", "torghut-clickhouse"),
        Store("keeper", "clickhouse-keeper.altinity.com/chk", "torghut-keeper"),
        Store("postgres", "cnpg.io/cluster", "torghut-db"),
    ];

    [TestCase("paper")]
    [TestCase("production")]
    public async Task Matrix_Computed_IsTheWrittenOne(string overlay)
    {
        var (network, pods) = await NetworkAsync(overlay);
        Assert.That(Matrix(network, pods), Is.EquivalentTo(Written()));
    }

    /// <summary>A pod of the namespace that nobody has written a policy for reaches nobody and is reached by nobody.</summary>
    [Test]
    public async Task Pod_WithoutAPolicy_IsAlone()
    {
        var (network, pods) = await NetworkAsync("production");
        var stranger = new Peer("stranger", Home, new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = "stranger" });
        Assert.That(pods.Concat(Others).Where(other => network.Ports.Any(port => network.Reaches(stranger, other, port))), Is.Empty);
        Assert.That(pods.Concat(Others).Where(other => network.Ports.Any(port => network.Reaches(other, stranger, port))), Is.Empty);
    }

    /// <summary>What must never be open, said apart from the page, which could be changed along.</summary>
    [TestCase("torghut-ta", "internet")]
    [TestCase("torghut-ops", "kafka", 9092)]
    [TestCase("torghut-ws", "postgres")]
    [TestCase("torghut-ws", "clickhouse")]
    [TestCase("torghut-ws", "private network")]
    [TestCase("torghut", "private network")]
    [TestCase("torghut-ta", "postgres")]
    [TestCase("another", "postgres")]
    [TestCase("another", "clickhouse")]
    [TestCase("another", "torghut")]
    [TestCase("torghut", "keeper")]
    public async Task Connection_ThatNobodyNeeds_IsClosed(string from, string to, int? only = null)
    {
        var (network, pods) = await NetworkAsync("production");
        var all = pods.Concat(Others).ToDictionary(peer => peer.Name);
        Assert.That(network.Ports.Where(port => only is null || port == only).Where(port => network.Reaches(all[from], all[to], port)), Is.Empty);
    }

    /// <summary>What a policy opens by mistake is seen.</summary>
    [Test]
    public async Task Matrix_PolicyOpenedWide_Differs()
    {
        var (_, pods) = await NetworkAsync("production");
        var open = (await Helm.TemplateAsync("torghut-ws", "--set", "networkPolicy.ingressFrom[0].namespaceSelector=null", "--set",
            "networkPolicy.ingressFrom[0].ipBlock.cidr=0.0.0.0/0")).Of("NetworkPolicy");
        var network = new Reachability(Home, [.. open]);
        Assert.That(network.Reaches(Others.Single(peer => peer.Name == "internet"), pods.Single(pod => pod.Name == "torghut-ws"), 8080), Is.True);
    }

    private static async Task<(Reachability Network, List<Peer> Pods)> NetworkAsync(string overlay)
    {
        List<Node> policies = [];
        List<Peer> pods = [.. Stores];
        foreach (var chart in Helm.Installable)
        {
            var manifests = await Helm.TemplateForAsync(overlay, chart);
            policies.AddRange(manifests.Of("NetworkPolicy"));
            pods.AddRange(manifests.All.Select(Labels).Where(labels => labels is not null).Select(labels => new Peer(
                labels!.GetValueOrDefault("app.kubernetes.io/component") == "test" ? "helm test" : labels!["app.kubernetes.io/name"], Home, labels!)));
        }

        return (new Reachability(Home, policies), [.. pods.DistinctBy(pod => pod.Name)]);
    }

    private static List<string> Matrix(Reachability network, List<Peer> pods)
    {
        Peer[] all = [.. pods, .. Others];
        return
        [
            .. from sender in all
               from receiver in all
               where sender.Namespace == Home || receiver.Namespace == Home
               let ports = network.Ports.Where(port => network.Reaches(sender, receiver, port)).ToList()
               where ports.Count > 0
               select $"{sender.Name} | {receiver.Name} | {string.Join(", ", ports)}",
        ];
    }

    private static IEnumerable<string> Written() =>
        Row().Matches(Section()).Select(match => string.Join(" | ", match.Groups.Values.Skip(1).Select(group => group.Value)));

    private static string Section()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "deploy.md"));
        var from = page.IndexOf("## Who reaches whom", StringComparison.Ordinal);
        var to = page.IndexOf("\n## ", from + 1, StringComparison.Ordinal);
        return to < 0 ? page[from..] : page[from..to];
    }

    private static Dictionary<string, string>? Labels(Node one)
    {
        var path = one["kind"].Text switch
        {
            "Pod" => "metadata.labels",
            "CronJob" => "spec.jobTemplate.spec.template.metadata.labels",
            _ => "spec.template.metadata.labels",
        };
        return one.Has(path) ? one[path].Map.ToDictionary(pair => pair.Key, pair => pair.Value.Text, StringComparer.Ordinal) : null;
    }

    private static Peer Store(string name, string label, string value) => new(
        name, Home, new Dictionary<string, string>(StringComparer.Ordinal) { [label] = value, ["app.kubernetes.io/part-of"] = "torghut" });

    [GeneratedRegex(@"(?m)^\| ([a-z][\w -]*?) \| ([a-z][\w -]*?) \| ([0-9, ]+?) \|$")]
    private static partial Regex Row();
}
