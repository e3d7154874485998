namespace Torghut.Sandbox.Infrastructure;

/// <summary>Where the parts answer; null for a part that was not asked for.</summary>
internal sealed record Addresses
{
    public string? Kafka { get; init; }

    public Uri? Registry { get; init; }

    public Uri? ClickHouse { get; init; }

    public DatabaseAddresses? Database { get; init; }

    /// <summary>The simulator; null also when Alpaca itself is used.</summary>
    public Uri? Simulator { get; init; }

    /// <summary>What a client of a language model takes as its base address.</summary>
    public Uri? Llm { get; init; }

    /// <summary>Whether that is the sandbox's provider, which takes the sandbox's key.</summary>
    public bool LlmIsOurs { get; init; }
}
