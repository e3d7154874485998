namespace Torghut.Sandbox.Registry;

/// <summary>How the sandbox's schema registry runs.</summary>
public sealed record RegistryOptions
{
    /// <summary>Folder that holds the registry's file; created when missing, kept between starts.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Address to bind, 127.0.0.1 by default.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0, the default, picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>Longest request body, bytes. Default 4 MiB.</summary>
    public long MaxBodyBytes { get; init; } = 4 << 20;
}
