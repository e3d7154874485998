namespace Torghut.Sandbox.Infrastructure;

/// <summary>What infrastructure to bring up, and what is there already.</summary>
internal sealed record InfrastructureOptions
{
    /// <summary>Folder for the parts' data and logs.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Parts to start.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    public required MarketSource Market { get; init; }

    /// <summary>Forget what earlier runs left.</summary>
    public bool Fresh { get; init; }

    /// <summary>Real Kafka to use instead of the sandbox's, <c>host:port</c>.</summary>
    public string? ExternalKafka { get; init; }

    /// <summary>Real schema registry to use instead of the sandbox's.</summary>
    public string? ExternalRegistry { get; init; }

    /// <summary>Real ClickHouse to use instead of the sandbox's, an HTTP URL.</summary>
    public string? ExternalClickHouse { get; init; }

    /// <summary>Real Postgres to use instead of the sandbox's, a DSN.</summary>
    public string? ExternalPostgres { get; init; }

    /// <summary>Real provider of a language model to use instead of the sandbox's, its base address; key and model come from the user's environment.</summary>
    public string? ExternalLlm { get; init; }

    /// <summary>Whether the sandbox's Postgres gets a role for each service beside the owner's.</summary>
    public bool ServiceRoles { get; init; }

    /// <summary>Alpaca's own paper account instead of the simulator.</summary>
    public bool AlpacaPaper { get; init; }
}
