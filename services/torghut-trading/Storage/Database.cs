using Npgsql;
using Torghut.Common.Drills;
using Torghut.Common.Storage;

namespace Torghut.Trading.Storage;

/// <summary>A pool of connections to Postgres.</summary>
internal sealed class Database : IAsyncDisposable
{
    /// <summary>
    /// A process that stands still in the middle of a transaction keeps its locks: the audit log's, the lease's. Postgres ends such a transaction after this
    /// long, within the life of a lease, so that whoever takes over is not held up by it.
    /// </summary>
    private const string EndsWhatStandsStill = "-c idle_in_transaction_session_timeout=5000";

    private readonly NpgsqlDataSource _source;
    private readonly Failpoints? _failpoints;

    /// <summary>The loop's pool, or that of a command.</summary>
    /// <param name="failpoints">Crash points inside of commits; null outside of the service.</param>
    public Database(DatabaseOptions options, Failpoints? failpoints = null)
        : this(options, failpoints, options.MaxConnections, options.CommandTimeout)
    {
    }

    private Database(DatabaseOptions options, Failpoints? failpoints, int connections, TimeSpan timeout)
    {
        _failpoints = failpoints;
        DapperSetup.Ensure();
        var builder = PostgresDsnParser.Parse<NpgsqlConnectionStringBuilder>(options.Dsn);
        builder.ApplicationName ??= "torghut-trading";
        builder.Timeout = (int)options.ConnectTimeout.TotalSeconds;
        builder.CommandTimeout = (int)timeout.TotalSeconds;
        builder.Options = $"{builder.Options} {EndsWhatStandsStill}".TrimStart();
        builder.MaxPoolSize = connections;
        _source = NpgsqlDataSource.Create(builder);
    }

    /// <summary>A pool of its own for what must not wait for anything else, nor anything else for it.</summary>
    /// <param name="connections">The most there are.</param>
    /// <param name="longest">How long a statement may take at most.</param>
    /// <param name="failpoints">Crash points inside of commits.</param>
    public static Database Own(DatabaseOptions options, int connections, TimeSpan longest, Failpoints? failpoints = null) =>
        new(options, failpoints, connections, options.CommandTimeout < longest ? options.CommandTimeout : longest);

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>
    /// Runs work that writes. After a failover a connection may end at a server that answers reads only: one that does is given up with all others of the
    /// pool, which would hand it out again and again.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        try
        {
            return await work(connection);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            _source.Clear();
            throw;
        }
    }

    /// <summary>Runs the work in one transaction; a mutation and its audit row commit together or not at all.</summary>
    /// <param name="commitPoint">Crash point between sending the commit and its answer.</param>
    public Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> work, CancellationToken cancellationToken,
        string? commitPoint = null) =>
        RunAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var result = await work(connection, transaction);
                var commit = transaction.CommitAsync(cancellationToken);
                await (commitPoint is null || _failpoints is null ? commit : _failpoints.DuringAsync(commitPoint, commit));
                return result;
            },
            cancellationToken);

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
