namespace Torghut.ClickHouse;

/// <summary>Where the server is and how to speak to it.</summary>
public sealed record ClickHouseClientSettings
{
    /// <summary>Address of the HTTP interface, for example http://clickhouse:8123/.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>User, <c>default</c> by default.</summary>
    public string User { get; init; } = "default";

    /// <summary>Password, empty by default. Sent in a header, never in the address.</summary>
    public string Password { get; init; } = "";

    /// <summary>Database that unqualified table names are looked up in, <c>default</c> by default.</summary>
    public string Database { get; init; } = "default";

    /// <summary>Longest wait for a query's answer, its last row included. Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for a connection. Default 5 s. Only for clients from <see cref="ClickHouseClient.Create"/>.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Compression of inserts and answers. Default lz4; a user with readonly=1 needs none.</summary>
    public ClickHouseCompression Compression { get; init; } = ClickHouseCompression.Lz4;

    /// <summary>Longest answer in bytes that is accepted, as sent and decompressed. Default 64 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 64 << 20;

    /// <summary>Server settings sent with every query; empty by default.</summary>
    public IReadOnlyDictionary<string, string> QuerySettings { get; init; } = new Dictionary<string, string>();
}
