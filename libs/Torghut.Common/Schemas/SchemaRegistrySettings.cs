namespace Torghut.Common.Schemas;

/// <summary>Where a schema registry is and how to talk to it.</summary>
public sealed record SchemaRegistrySettings
{
    /// <summary>Base address, for example <c>http://registry:8081</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary><c>user:password</c> for basic authentication; null for none.</summary>
    public string? BasicAuthUserInfo { get; init; }

    /// <summary>Whether the proxy that the environment names is used.</summary>
    public bool UseProxy { get; init; } = true;

    /// <summary>Longest wait for one response. Default 10 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for a call with its retries. Default 15 s.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest schema text accepted, characters. Default 1 Mi.</summary>
    public int MaxSchemaLength { get; init; } = 1 << 20;

    // The password must not reach a log by way of a record's text.
    public override string ToString() => $"{nameof(SchemaRegistrySettings)} {{ Url = {Url} }}";
}
