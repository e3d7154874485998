using System.Diagnostics;
using System.Text.Json;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Tests.Interop;

/// <summary>Kafka's own command line tools on the other end, with the Java client they bring.</summary>
public sealed class KafkaToolsTests
{
    private const string ToolsVariable = "TORGHUT_KAFKA_TOOLS";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private string _topic = "";
    private string _id = "";
    private ProducerIdentity _producer;

    /// <summary>One transaction that is open in the topic's only partition.</summary>
    [SetUp]
    public async Task BeginAsync()
    {
        if (Environment.GetEnvironmentVariable(ToolsVariable) is not { Length: > 0 })
        {
            Assert.Ignore($"Wants Apache Kafka's command line tools: {ToolsVariable} names the folder of Kafka's jars, and java is on the path.");
        }

        _topic = await TestTopic.CreateAsync();
        _id = TestTopic.Unique();
        using var client = WireClient.Connect();
        _producer = client.InitProducerPatiently(_id);
        Assert.That(client.AddPartition(_id, _producer, _topic), Is.EqualTo(ErrorCode.None));
        var batch = new TestBatch { ProducerId = _producer.ProducerId, Epoch = _producer.Epoch, Sequence = 0, IsTransactional = true };
        Assert.That(client.Produce(_topic, batch.Build(), _id).Error, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task Transactions_List_ShowsTheOpenOne() =>
        Assert.That(Row(await TransactionsAsync("list"), _id)[2..], Is.EqualTo(new[] { $"{_producer.ProducerId}", "Ongoing" }));

    [Test]
    public async Task Transactions_Describe_ShowsItsPartition()
    {
        var row = Row(await TransactionsAsync("describe", "--transactional-id", _id), _id);

        Assert.That(row[2..6], Is.EqualTo(new[] { $"{_producer.ProducerId}", $"{_producer.Epoch}", "Ongoing", "60000" }));
        Assert.That(row[^1], Is.EqualTo($"{_topic}-0"));
    }

    [Test]
    public async Task Transactions_DescribeProducers_ShowsWhereItBegan()
    {
        var row = Row(await TransactionsAsync("describe-producers", "--topic", _topic, "--partition", "0"), $"{_producer.ProducerId}");

        Assert.That((row[1], row[3], row[^1]), Is.EqualTo(($"{_producer.Epoch}", "0", "0")));
    }

    [Test]
    public async Task LogDirs_Describe_ShowsThePartitionsSize()
    {
        var output = await RunAsync("org.apache.kafka.tools.LogDirsCommand", "--describe", "--topic-list", _topic);
        var report = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        var directory = report.GetProperty("brokers")[0].GetProperty("logDirs")[0];

        Assert.That(directory.GetProperty("error").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(directory.GetProperty("partitions")[0].GetProperty("partition").GetString(), Is.EqualTo($"{_topic}-0"));
        Assert.That(directory.GetProperty("partitions")[0].GetProperty("size").GetInt64(), Is.GreaterThan(60));
    }

    private static string[] Row(string table, string key) =>
        table.Split('\n').Select(line => line.Split('\t', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .SingleOrDefault(row => row.Contains(key)) ?? throw new AssertionException($"{key} is not in:\n{table}");

    private static Task<string> TransactionsAsync(params string[] arguments) => RunAsync("org.apache.kafka.tools.TransactionsCommand", arguments);

    private static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo("java") { RedirectStandardOutput = true, RedirectStandardError = true };
        var jars = Path.Combine(Environment.GetEnvironmentVariable(ToolsVariable)!, "*");
        string[] all = ["-cp", jars, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", tool, "--bootstrap-server", TestKafka.Bootstrap, .. arguments];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            Assert.That(process.ExitCode, Is.Zero, await errors);
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{tool} did not end within {Limit}");
        }
    }
}
