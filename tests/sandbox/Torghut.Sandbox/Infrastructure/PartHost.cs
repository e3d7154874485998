using System.Text.Json;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Alpaca;
using Torghut.Sandbox.ClickHouse;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Postgres;
using Torghut.Sandbox.Registry;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>Runs one part in this process from its options as JSON.</summary>
internal static class PartHost
{
    /// <summary>Starts the part and returns it with the address that its clients use.</summary>
    public static async Task<(IAsyncDisposable Part, string Address)> StartAsync(string name, string optionsJson, ILoggerFactory loggers, CancellationToken cancellation)
    {
        switch (name)
        {
            case Parts.Kafka:
                var kafka = await KafkaBroker.StartAsync(Options<KafkaBrokerOptions>(), loggers, cancellation);
                return (kafka, kafka.BootstrapServers);
            case Parts.Registry:
                var registry = await RegistryServer.StartAsync(Options<RegistryOptions>(), loggers, cancellation);
                return (registry, registry.BaseAddress.ToString());
            case Parts.ClickHouse:
                var clickHouse = await ClickHouseServer.StartAsync(Options<ClickHouseOptions>(), loggers, cancellation);
                return (clickHouse, clickHouse.BaseAddress.ToString());
            case Parts.Postgres:
                var postgres = await PostgresServer.StartAsync(Options<PostgresOptions>(), loggers, cancellation);
                return (postgres, postgres.Uri.ToString());
            case Parts.Alpaca:
                var alpaca = await AlpacaSimulator.StartAsync(Options<AlpacaSimulatorOptions>(), loggers, cancellation);
                return (alpaca, alpaca.BaseAddress.ToString());
            default:
                throw new ArgumentException($"There is no part '{name}'; there are {string.Join(", ", Parts.All)}.", nameof(name));
        }

        T Options<T>() => JsonSerializer.Deserialize<T>(optionsJson, PartOptions.Json) ?? throw new ArgumentException($"'{optionsJson}' holds no options.", nameof(optionsJson));
    }
}
