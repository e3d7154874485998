namespace Torghut.Sandbox.Postgres;

/// <summary>How the sandbox's PostgreSQL runs, or which other one to use.</summary>
public sealed record PostgresOptions
{
    /// <summary>Folder that holds the data; created when missing, kept between starts. Not used with <see cref="ExternalDsn"/>.</summary>
    public string DataDirectory { get; init; } = "";

    /// <summary>Address to bind, 127.0.0.1 by default.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0, the default, picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>Superuser, made with the data.</summary>
    public string User { get; init; } = "torghut";

    /// <summary>That user's password, set when the data is made.</summary>
    public string Password { get; init; } = "torghut-sandbox";

    /// <summary>Database, created when it does not exist.</summary>
    public string Database { get; init; } = "torghut";

    /// <summary>Clients at once, 100 by default.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>
    /// Whether what is committed outlives a crash of the machine, true by default. Without it a crash of the server or of its clients still loses nothing, and
    /// nothing waits for the disk.
    /// </summary>
    public bool SyncsToDisk { get; init; } = true;

    /// <summary>Longest wait until the server answers, crash recovery included. Default 60 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait for a clean stop before it is forced. Default 20 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Folder with bin/ and lib/; null, the default, takes what build/bootstrap brought.</summary>
    public string? InstallDirectory { get; init; }

    /// <summary>A server that runs already, as postgresql://user:password@host:port/database or in Npgsql's form. Nothing is started then.</summary>
    public string? ExternalDsn { get; init; }
}
