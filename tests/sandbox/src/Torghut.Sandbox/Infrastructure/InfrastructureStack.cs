using System.Text.Json;
using Torghut.Sandbox.Alpaca;
using Torghut.Sandbox.ClickHouse;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Llm;
using Torghut.Sandbox.Postgres;
using Torghut.Sandbox.Processes;
using Torghut.Sandbox.Registry;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>Starts the parts, each in a process of its own, and sets up topics and schemas as the cluster's jobs do in production.</summary>
internal sealed class InfrastructureStack(InfrastructureOptions options, Supervisor supervisor, Action<string> say)
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(25);

    private string LogDirectory => Path.Combine(options.DataDirectory, "logs");

    /// <exception cref="InvalidOperationException">A part did not start; the message has the end of its log.</exception>
    public async Task<Addresses> StartAsync(CancellationToken cancellationToken)
    {
        var starts = new Dictionary<string, Task<string?>>
        {
            [Components.Kafka] = StartOrUse(Components.Kafka, options.ExternalKafka, KafkaOptions, cancellationToken),
            [Components.Registry] = StartOrUse(Components.Registry, options.ExternalRegistry, RegistryOptions, cancellationToken),
            [Components.ClickHouse] = StartOrUse(Components.ClickHouse, options.ExternalClickHouse, ClickHouseOptions, cancellationToken),
            [Components.Postgres] = StartOrUse(Components.Postgres, options.ExternalPostgres, PostgresOptions, cancellationToken),
            [Components.Alpaca] = options.AlpacaPaper ? Task.FromResult<string?>(null) : StartOrUse(Components.Alpaca, null, AlpacaOptions, cancellationToken),
            [Components.Llm] = StartOrUse(Components.Llm, options.ExternalLlm, LlmOptions, cancellationToken),
        };
        await Task.WhenAll(starts.Values);
        var addresses = new Addresses
        {
            Kafka = await starts[Components.Kafka],
            Registry = AsUri(await starts[Components.Registry]),
            ClickHouse = AsUri(await starts[Components.ClickHouse]),
            Database = await RolesAsync(await starts[Components.Postgres], cancellationToken),
            Simulator = AsUri(await starts[Components.Alpaca]),
            Llm = AsUri(await starts[Components.Llm]),
            LlmIsOurs = options.ExternalLlm is null,
        };

        var setup = new List<Task>();
        if (addresses.Kafka is { } kafka)
        {
            setup.Add(TopicSetup.EnsureAsync(kafka, cancellationToken));
        }

        if (addresses.Registry is { } registry)
        {
            setup.Add(SchemaSetup.RegisterAsync(registry, cancellationToken));
        }

        await Task.WhenAll(setup);
        return addresses;
    }

    private async Task<DatabaseAddresses?> RolesAsync(string? postgres, CancellationToken cancellationToken) => postgres switch
    {
        null => null,
        _ when options is { ServiceRoles: true, ExternalPostgres: null } => await DatabaseRoles.EnsureAsync(postgres, cancellationToken),
        _ => DatabaseAddresses.OneRole(postgres),
    };

    private static Uri? AsUri(string? address) => address is null ? null : new Uri(address);

    private async Task<string?> StartOrUse(string part, string? external, Func<object> partOptions, CancellationToken cancellationToken)
    {
        if (external is not null)
        {
            say($"{part}: using {external}");
            return external;
        }

        if (!options.Only.Contains(part))
        {
            return null;
        }

        var json = JsonSerializer.Serialize(partOptions(), ComponentOptions.Json);
        var child = await supervisor.StartAsync(new ChildSpec(
            part, Environment.ProcessPath!, ["part", part, json], new Dictionary<string, string>(), Path.Combine(LogDirectory, part + ".log"), StopGrace));
        var address = await child.ReadyAsync(cancellationToken);
        say($"{part}: {address}");
        return address;
    }

    private string DataOf(string part) => Path.Combine(options.DataDirectory, part);

    private KafkaBrokerOptions KafkaOptions() => new()
    {
        Port = FreePort.Prefer(19092),
        DataDirectory = DataOf(Components.Kafka),
        AutoCreateTopics = false,
        FaultPort = FreePort.Prefer(19093),
    };

    private RegistryOptions RegistryOptions() => new() { Port = FreePort.Prefer(18081), DataDirectory = DataOf(Components.Registry) };

    private ClickHouseOptions ClickHouseOptions() => new()
    {
        Port = FreePort.Prefer(18123),
        DataDirectory = DataOf(Components.ClickHouse),
        User = SandboxCredentials.ClickHouseUser,
        Password = SandboxCredentials.ClickHousePassword,
    };

    private PostgresOptions PostgresOptions() => new() { Port = FreePort.Prefer(15432), DataDirectory = DataOf(Components.Postgres) };

    private LlmProviderOptions LlmOptions() => new() { Port = FreePort.Prefer(18092), ApiKey = SandboxCredentials.LlmKey };

    private AlpacaSimulatorOptions AlpacaOptions() => new()
    {
        Port = FreePort.Prefer(18090),
        KeyId = SandboxCredentials.AlpacaKeyId,
        SecretKey = SandboxCredentials.AlpacaSecretKey,
        Feed = "iex",
        Symbols = options.Market.Symbols,
        Source = options.Market.IsReplay ? TickSourceKind.Lean : TickSourceKind.Synthetic,
        TicksDirectory = options.Market.TicksDirectory,
        Date = options.Market.IsReplay ? options.Market.Date : null,
        From = options.Market.From,
        Speed = options.Market.Speed,
        Seed = options.Market.Seed,
        DataDirectory = DataOf(Components.Alpaca),
    };
}
