namespace Torghut.Sandbox.ClickHouse;

/// <summary>How the sandbox's ClickHouse runs.</summary>
public sealed record ClickHouseOptions
{
    /// <summary>Folder that holds the databases; created when missing, kept between starts.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Address to bind, 127.0.0.1 by default.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0, the default, picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>The only user that may connect.</summary>
    public string User { get; init; } = "default";

    /// <summary>That user's password; empty means none is asked for.</summary>
    public string Password { get; init; } = "";

    /// <summary>Databases created at the start, when they do not exist.</summary>
    public IReadOnlyList<string> Databases { get; init; } = ["torghut"];

    /// <summary>Queries that run at once; more wait for their turn. 1 to 256, default 16.</summary>
    public int MaxConcurrentQueries { get; init; } = 16;

    /// <summary>Longest query text in bytes, the data of an insert not counted. Default 1 MiB.</summary>
    public int MaxQueryBytes { get; init; } = 1 << 20;

    /// <summary>Longest request body in bytes as sent. Default 1 GiB.</summary>
    public long MaxBodyBytes { get; init; } = 1L << 30;

    /// <summary>Longest result in bytes before compression. Default 1 GiB.</summary>
    public long MaxResultBytes { get; init; } = 1L << 30;

    /// <summary>Memory the engine may use for one query, bytes. Default 2 GiB.</summary>
    public long MaxQueryMemoryBytes { get; init; } = 2L << 30;

    /// <summary>Longest run of one query. Default 5 minutes.</summary>
    public TimeSpan MaxExecutionTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Path of libchdb.so; null, the default, takes the one build/bootstrap brought.</summary>
    public string? LibraryPath { get; init; }
}
