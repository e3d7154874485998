using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;
using Torghut.Sandbox.Postgres.Cluster;
using Torghut.Sandbox.Postgres.Processes;

namespace Torghut.Sandbox.Postgres;

/// <summary>A real PostgreSQL with its own data, or the address of one that runs already. It ends with the process that started it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const int FreePortAttempts = 5;

    private readonly NpgsqlConnectionStringBuilder _address;
    private readonly PostgresOptions _options;
    private readonly ILogger _logger;
    private readonly LauncherThread? _launcher;
    private readonly ServerProcess? _process;

    private PostgresServer(PostgresOptions options, NpgsqlConnectionStringBuilder address, ILogger logger, LauncherThread? launcher = null,
        ServerProcess? process = null)
    {
        _options = options;
        _address = address;
        _logger = logger;
        _launcher = launcher;
        _process = process;
        Log.Started(logger, address.Host, address.Port);
    }

    /// <summary>The address for Npgsql.</summary>
    public string ConnectionString => _address.ConnectionString;

    /// <summary>The address for libpq and most other clients, postgresql://...</summary>
    public Uri Uri => PostgresAddress.ToUri(_address);

    /// <summary>Process id of the server; null for one that ran already.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>Makes the data when there is none, starts the server and waits until it answers and has the database.</summary>
    /// <exception cref="FileNotFoundException">The binaries are missing; the message says what to run.</exception>
    /// <exception cref="InvalidOperationException">It did not start; the message holds what it said.</exception>
    /// <exception cref="TimeoutException">It started and did not answer in time.</exception>
    public static async Task<PostgresServer> StartAsync(PostgresOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ILogger logger = loggers.CreateLogger<PostgresServer>();
        if (options.ExternalDsn is { } dsn)
        {
            return await UseExternalAsync(options, dsn, logger, cancellationToken);
        }

        ArgumentException.ThrowIfNullOrEmpty(options.DataDirectory);
        string install = options.InstallDirectory ?? NativeCache.Locate("postgres");
        ServerAccount account = ServerAccount.Choose();
        var launcher = new LauncherThread();
        try
        {
            var cluster = new DataCluster(options, install, account, launcher, logger);
            await cluster.CreateAsync(cancellationToken);
            await cluster.ClearLeftoversAsync(cancellationToken);
            for (int attempt = 1; ; attempt++)
            {
                NpgsqlConnectionStringBuilder address = ChooseAddress(options);
                ServerProcess process = await ServerProcess.StartAsync(launcher, account, Path.Combine(install, "bin", "postgres"),
                    Arguments(options, address, cluster.Path), logger);
                if (await RespondsAsync(process, cluster.Path, address, options, lastAttempt: options.Port > 0 || attempt == FreePortAttempts,
                    cancellationToken))
                {
                    return new PostgresServer(options, address, logger, launcher, process);
                }
            }
        }
        catch
        {
            launcher.Dispose();
            throw;
        }
    }

    /// <summary>Ends the connections and stops the server cleanly. One that ran already is left alone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }

        await _process.StopAsync(_options.StopTimeout);
        Log.Stopped(_logger, _process.ExitCode);
        _process.Dispose();
        _launcher?.Dispose();
    }

    /// <returns>False when somebody else took the free port first, and another one may be tried.</returns>
    private static async Task<bool> RespondsAsync(ServerProcess process, string data, NpgsqlConnectionStringBuilder address, PostgresOptions options,
        bool lastAttempt, CancellationToken cancellationToken)
    {
        try
        {
            await Readiness.WaitAsync(process, data, address, options.StartTimeout, cancellationToken);
            return true;
        }
        catch (Exception error)
        {
            await process.StopAsync(options.StopTimeout);
            bool portIsTaken = error is InvalidOperationException && process.Output.ToString().Contains("Address already in use", StringComparison.Ordinal);
            process.Dispose();
            if (portIsTaken && !lastAttempt)
            {
                return false;
            }

            throw;
        }
    }

    /// <summary>What happens to the server when its parent dies, without the parent having to.</summary>
    internal void EndLauncher() => _launcher!.Dispose();

    private static async Task<PostgresServer> UseExternalAsync(PostgresOptions options, string dsn, ILogger logger, CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder address = PostgresAddress.Parse(dsn);
        await Readiness.WaitAsync(process: null, data: null, address, options.StartTimeout, cancellationToken);
        return new PostgresServer(options, address, logger);
    }

    private static NpgsqlConnectionStringBuilder ChooseAddress(PostgresOptions options) => new()
    {
        Host = options.Host,
        Port = options.Port > 0 ? options.Port : FreePort(options.Host),
        Username = options.User,
        Password = options.Password,
        Database = options.Database,
    };

    private static int FreePort(string host)
    {
        using var probe = new TcpListener(IPAddress.Parse(host), 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static IEnumerable<string> Arguments(PostgresOptions options, NpgsqlConnectionStringBuilder address, string data)
    {
        (string Name, string Value)[] settings =
        [
            ("listen_addresses", options.Host),
            ("port", $"{address.Port}"),
            ("unix_socket_directories", ""),
            ("max_connections", $"{options.MaxConnections}"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            ("password_encryption", "scram-sha-256"),
            ("fsync", options.SyncsToDisk ? "on" : "off"),
            ("full_page_writes", options.SyncsToDisk ? "on" : "off"),
        ];
        return ["-D", data, .. settings.SelectMany(setting => (string[])["-c", $"{setting.Name}={setting.Value}"])];
    }
}
