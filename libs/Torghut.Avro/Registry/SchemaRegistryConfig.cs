namespace Torghut.Avro.Registry;

/// <summary>Where a registry is and how to talk to it.</summary>
public sealed record SchemaRegistryConfig
{
    /// <summary>Base address, for example <c>http://registry:8081</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary><c>user:password</c> for basic authentication; null for none.</summary>
    public string? BasicAuthUserInfo { get; init; }

    /// <summary>Longest wait for one answer. Default 10 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Schemas and ids kept; when there would be more the cache starts again from empty. Default 1000.</summary>
    public int MaxCachedSchemas { get; init; } = 1000;

    // The password must not reach a log by way of a record's text.
    public override string ToString() => $"{nameof(SchemaRegistryConfig)} {{ Url = {Url} }}";
}
