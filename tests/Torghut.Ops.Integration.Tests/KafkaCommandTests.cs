using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Kafka;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ops.Drills;
using Torghut.Ops.Schemas;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Registry;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests;

/// <summary>Commands against a broker and a registry.</summary>
public sealed class KafkaCommandTests
{
    private string _folder = "";
    private KafkaBroker _broker = null!;
    private RegistryServer _registry = null!;

    private Dictionary<string, string> Keys => new()
    {
        ["KAFKA_BOOTSTRAP"] = _broker.BootstrapServers,
        ["SCHEMA_REGISTRY_URL"] = _registry.BaseAddress.ToString(),
        ["OPS_AUDIT_FILE"] = Path.Combine(_folder, "audit.jsonl"),
        ["OPS_OPERATOR"] = "someone",
    };

    [OneTimeSetUp]
    public async Task StartInfrastructure()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-kafka-").FullName;
        _broker = await KafkaBroker.StartAsync(
            new KafkaBrokerOptions { DataDirectory = Path.Combine(_folder, "kafka") }, NullLoggerFactory.Instance, CancellationToken.None);
        _registry = await RegistryServer.StartAsync(
            new RegistryOptions { DataDirectory = Path.Combine(_folder, "registry") }, NullLoggerFactory.Instance, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task StopInfrastructure()
    {
        await _broker.DisposeAsync();
        await _registry.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Schemas_PlanApplyAndCheck_ThenTopicsAreDecoded()
    {
        Assert.That(await RunAsync("schemas", "register"), Is.EqualTo(65));
        Assert.That(await RunAsync("schemas", "register", "--apply", "--reason", "test", "--confirm", "WRONG"), Is.EqualTo(65));
        Assert.That(await RunAsync("schemas", "check"), Is.EqualTo(65), "The plan and the refusal changed nothing.");
        string[] register = ["schemas", "register", "--apply", "--reason", "test", "--confirm", "REGISTER_TORGHUT_SCHEMAS"];
        await KilledAsync(FailpointNames.SchemaIntended, register);
        await KilledAsync(FailpointNames.SchemaRegistered, register);
        Assert.That(await RunAsync(register), Is.Zero);
        Assert.That(await RunAsync("schemas", "check"), Is.Zero);
        var audit = new Audit.AuditTrail(new Audit.AuditOptions { File = Keys["OPS_AUDIT_FILE"] }, "test", TimeProvider.System);
        Assert.That(audit.Unknown(SchemaRegistration.Action), Is.Empty, "the run after a kill says what became of it");
        Assert.That(await File.ReadAllLinesAsync(Keys["OPS_AUDIT_FILE"]), Has.Length.EqualTo(1 + (2 * (1 + 9))), "a refusal, one that was cut off before the registry had it, and each subject once");

        await ProduceAsync();
        var lines = new List<string>();
        Assert.That(await RunAsync(lines, "topics", "tail", Topics.TaStatus, "--count", "2"), Is.Zero);
        var records = lines.ConvertAll(line => JsonDocument.Parse(line).RootElement);
        var beats = records.ConvertAll(record => record.GetProperty("value").GetProperty("payload").GetProperty("heartbeat").GetInt64());
        Assert.That(beats, Is.EqualTo(new[] { 2L, 3L }));
        Assert.That(records[0].GetProperty("key").GetString(), Is.EqualTo("ta"));

        var (partition, offset) = (records[0].GetProperty("partition").GetInt32(), records[0].GetProperty("offset").GetInt64());
        lines.Clear();
        Assert.That(await RunAsync(lines, "topics", "decode", Topics.TaStatus, "--partition", $"{partition}", "--offset", $"{offset}"), Is.Zero);
        Assert.That(lines.Single(), Does.Contain("\"heartbeat\":2"));
        Assert.That(await RunAsync("topics", "decode", Topics.TaStatus, "--partition", "99", "--offset", "0"), Is.EqualTo(65));
    }

    private async Task ProduceAsync()
    {
        using var registry = new Torghut.Common.Schemas.SchemaRegistrySource(
            new Torghut.Common.Schemas.SchemaRegistrySettings { Url = _registry.BaseAddress }, TimeProvider.System);
        var id = await registry.GetIdAsync(ContractSchemas.Subject(Topics.TaStatus), ContractSchemas.TaStatus);
        var encoder = new RecordEncoder<TaStatus>(RecordCodecs.TaStatus, id);
        using var producer = new ProducerBuilder<string, byte[]>(new KafkaConnection(_broker.BootstrapServers).ToProducerConfig()).Build();
        for (var beat = 1; beat <= 3; beat++)
        {
            var status = new TaStatus(default(Envelope) with { Symbol = "ta" }, null, null, "ok", beat);
            await producer.ProduceAsync(Topics.TaStatus, new Message<string, byte[]> { Key = "ta", Value = encoder.Encode(status) });
        }
    }

    private async Task KilledAsync(string point, params string[] arguments)
    {
        var keys = new Dictionary<string, string>(Keys) { ["DOTNET_ENVIRONMENT"] = "Drill", ["FAILPOINTS"] = $"{point}=kill" };
        await using var process = ServiceProcess.Start("torghut-ops", keys, arguments);
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(137), process.Output);
    }

    private Task<int> RunAsync(params string[] arguments) => RunAsync([], arguments);

    private async Task<int> RunAsync(List<string> lines, params string[] arguments)
    {
        await using var process = ServiceProcess.Start("torghut-ops", Keys, arguments);
        var code = await process.WaitForExitAsync();
        await TestContext.Out.WriteLineAsync(process.Output);
        lines.AddRange(process.Output.Split('\n').Where(line => line.StartsWith('{')));
        return code;
    }
}
