namespace Torghut.Sandbox.Llm;

/// <summary>How the sandbox's provider of a language model runs.</summary>
public sealed record LlmProviderOptions
{
    /// <summary>Address to bind, 127.0.0.1 by default.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0, the default, picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>The key that requests must carry as a bearer token.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Longest request body, bytes. Default 256 KiB.</summary>
    public long MaxBodyBytes { get; init; } = 256 << 10;

    /// <summary>How long the answer <c>slow</c> takes. Default two seconds.</summary>
    public TimeSpan SlowTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whose time the answers have.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
