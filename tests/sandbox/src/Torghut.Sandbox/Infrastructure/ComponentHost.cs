using System.Text.Json;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Alpaca;
using Torghut.Sandbox.ClickHouse;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Llm;
using Torghut.Sandbox.Postgres;
using Torghut.Sandbox.Registry;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>Runs one part in this process from its options as JSON.</summary>
internal static class ComponentHost
{
    /// <summary>Starts the part and returns it with the address that its clients use.</summary>
    public static async Task<(IAsyncDisposable Part, string Address)> StartAsync(string name, string optionsJson, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        switch (name)
        {
            case Components.Kafka:
                var kafka = await KafkaBroker.StartAsync(Options<KafkaBrokerOptions>(), loggers, cancellationToken);
                return (kafka, kafka.BootstrapServers);
            case Components.Registry:
                var registry = await RegistryServer.StartAsync(Options<RegistryOptions>(), loggers, cancellationToken);
                return (registry, registry.BaseAddress.ToString());
            case Components.ClickHouse:
                var clickHouse = await ClickHouseServer.StartAsync(Options<ClickHouseOptions>(), loggers, cancellationToken);
                return (clickHouse, clickHouse.BaseAddress.ToString());
            case Components.Postgres:
                var postgres = await PostgresServer.StartAsync(Options<PostgresOptions>(), loggers, cancellationToken);
                return (postgres, postgres.Uri.ToString());
            case Components.Alpaca:
                var alpaca = await AlpacaSimulator.StartAsync(Options<AlpacaSimulatorOptions>(), loggers, cancellationToken);
                return (alpaca, alpaca.BaseAddress.ToString());
            case Components.Llm:
                var llm = await LlmProvider.StartAsync(Options<LlmProviderOptions>(), loggers, cancellationToken);
                return (llm, llm.ApiAddress.ToString());
            default:
                throw new ArgumentException($"There is no part '{name}'; there are {string.Join(", ", Components.All)}.", nameof(name));
        }

        T Options<T>() => JsonSerializer.Deserialize<T>(optionsJson, ComponentOptions.Json)
            ?? throw new ArgumentException($"'{optionsJson}' holds no options.", nameof(optionsJson));
    }
}
