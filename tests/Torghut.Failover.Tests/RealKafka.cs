using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Testing;

namespace Torghut.Failover.Tests;

/// <summary>
/// Three nodes of Apache Kafka, started from the folder that TORGHUT_REAL_KAFKA names (by default ../shared/real/kafka beside the work tree) by its kafka.sh.
/// </summary>
internal sealed class RealKafka : IDisposable
{
    private const int Nodes = 3;
    private const int Continue = 18;
    private const int Stop = 19;
    private const int KillNow = 9;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly string _script;
    private readonly string _folder;
    private IAdminClient? _admin;

    private RealKafka(string script, string folder) => (_script, _folder) = (script, folder);

    public string Bootstrap { get; private set; } = "";

    private IAdminClient Admin => _admin ??= OpenAdmin(Bootstrap);

    /// <summary>Skips the test where there is no such folder.</summary>
    public static async Task<RealKafka> StartAsync(string folder)
    {
        var home = Environment.GetEnvironmentVariable("TORGHUT_REAL_KAFKA") is { Length: > 0 } named
            ? named
            : Path.Combine(Repository.Root, "..", "shared", "real", "kafka");
        var script = Path.Combine(home, "kafka.sh");
        if (!File.Exists(script))
        {
            Assert.Ignore(
                "Needs Apache Kafka, which is not part of the product: TORGHUT_REAL_KAFKA names a folder with a kafka.sh that starts it, and Java 17.");
        }

        var kafka = new RealKafka(script, folder);
        kafka.Bootstrap = (await kafka.RunAsync("start", folder, Nodes.ToString(CultureInfo.InvariantCulture), FreePorts())).Trim().Split('\n')[^1];
        await Eventually.HoldsAsync(
            () => kafka.TryMetadata() is { } metadata && metadata.Brokers.Count == Nodes, "three nodes serve", TimeSpan.FromMinutes(3));
        return kafka;
    }

    /// <summary>What each node is for the services: leader of how many partitions, coordinator of which groups and of how many transactions.</summary>
    public async Task<IReadOnlyList<NodeRoles>> RolesAsync(IReadOnlyList<string> groups, IReadOnlyList<string> transactions)
    {
        var metadata = Admin.GetMetadata(Timeout * 3);
        var described = await DescribeAsync(groups);
        var state = Partitions(metadata, "__transaction_state");
        var coordinators = transactions.Select(id => state[(Hash(id) & int.MaxValue) % state.Count].Leader).ToList();
        return
        [
            .. Enumerable.Range(1, Nodes).Select(node => new NodeRoles(
                node,
                metadata.Topics.Where(topic => !topic.Topic.StartsWith('_')).SelectMany(topic => topic.Partitions).Count(partition => partition.Leader == node),
                [.. described.ConsumerGroupDescriptions.Where(group => group.Coordinator.Id == node).Select(group => group.GroupId)],
                coordinators.Count(coordinator => coordinator == node))),
        ];
    }

    /// <summary>Whether every partition has a leader other than this node and does not count it as in sync, so that no record waits for it.</summary>
    public bool TakesRecordsWithout(int node) => TryMetadata() is { } metadata && metadata.Topics.SelectMany(topic => topic.Partitions)
        .All(partition => partition.Leader > 0 && partition.Leader != node && !partition.InSyncReplicas.Contains(node));

    /// <summary>Whether this node itself answers. That another one names it says nothing: a node that is gone is named until it is given up.</summary>
    public bool IsServing(int node)
    {
        using var own = OpenAdmin(Bootstrap.Split(',')[node - 1]);
        return TryMetadata(own) is not null;
    }

    /// <summary>Whether every partition has all of its replicas in sync.</summary>
    public bool IsWhole() => TryMetadata() is { } metadata && metadata.Brokers.Count == Nodes
        && metadata.Topics.SelectMany(topic => topic.Partitions).All(partition => partition.Leader > 0 && partition.InSyncReplicas.Length == Nodes);

    public void Kill(int node) => Signal(node, KillNow);

    public async Task AgainAsync(int node) => await RunAsync("again", _folder, Text(node));

    public void Halt(int node) => Signal(node, Stop);

    public void GoOn(int node) => Signal(node, Continue);

    public void Dispose()
    {
        _admin?.Dispose();
        for (var node = 1; node <= Nodes; node++)
        {
            Signal(node, KillNow);
        }
    }

    private static IAdminClient OpenAdmin(string bootstrap) => new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = bootstrap, SocketTimeoutMs = 3_000 })
        .SetLogHandler((_, _) => { })
        .SetErrorHandler((_, _) => { })
        .Build();

    /// <summary>A coordinator that has just come back answers a little later, and a client that knew the one before goes on asking it.</summary>
    private async Task<DescribeConsumerGroupsResult> DescribeAsync(IReadOnlyList<string> groups)
    {
        DescribeConsumerGroupsResult described = null!;
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    using var admin = OpenAdmin(Bootstrap);
                    described = await admin.DescribeConsumerGroupsAsync(groups, new DescribeConsumerGroupsOptions { RequestTimeout = Timeout });
                    return true;
                }
                catch (KafkaException)
                {
                    return false;
                }
            },
            "every group has a coordinator",
            TimeSpan.FromMinutes(2));
        return described;
    }

    /// <summary>As Java's String.hashCode, by which Kafka finds the partition of a transactional id.</summary>
    private static int Hash(string text) => text.Aggregate(0, (hash, letter) => unchecked((31 * hash) + letter));

    private static List<PartitionMetadata> Partitions(Metadata metadata, string topic) =>
        [.. metadata.Topics.Single(one => one.Topic == topic).Partitions.OrderBy(partition => partition.PartitionId)];

    private static string Text(int node) => node.ToString(CultureInfo.InvariantCulture);

    /// <summary>The first of six: node N listens a hundred above the one before.</summary>
    private static string FreePorts() => (20_000 + (Environment.ProcessId % 10_000)).ToString(CultureInfo.InvariantCulture);

    private void Signal(int node, int signal)
    {
        var file = Path.Combine(_folder, $"{node}.pid");
        if (File.Exists(file))
        {
            using var kill = Process.Start("kill", [$"-{signal}", File.ReadAllText(file).Trim()]);
            kill.WaitForExit();
        }
    }

    private Metadata? TryMetadata() => TryMetadata(Admin);

    private static Metadata? TryMetadata(IAdminClient admin)
    {
        try
        {
            return admin.GetMetadata(Timeout);
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var output = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        // Into a file: the nodes inherit what the script writes to, and would keep a pipe open.
        var info = new ProcessStartInfo("bash", ["-c", "out=$1; shift; \"$@\" >\"$out\" 2>&1 </dev/null", "drill", output, "bash", _script, .. arguments]);

        // Three nodes share the machine with all that they serve, and start again and again: little memory, and no second compilation.
        info.Environment["_JAVA_OPTIONS"] = "-Xms128m -Xmx384m -XX:TieredStopAtLevel=1";
        using var process = Process.Start(info)!;
        await process.WaitForExitAsync();
        var text = await File.ReadAllTextAsync(output);
        File.Delete(output);
        Assert.That(process.ExitCode, Is.Zero, text);
        return text;
    }
}
