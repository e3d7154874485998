using Npgsql;
using Torghut.Common.Drills;
using Torghut.Common.Storage;

namespace Torghut.Trading.Storage;

/// <summary>The pool of connections to Postgres.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly Failpoints? _failpoints;

    /// <param name="failpoints">Crash points inside of commits; null outside of the service.</param>
    public Database(DatabaseOptions options, Failpoints? failpoints = null)
    {
        _failpoints = failpoints;
        DapperSetup.Ensure();
        var builder = PostgresDsnParser.Parse<NpgsqlConnectionStringBuilder>(options.Dsn);
        builder.ApplicationName ??= "torghut-trading";
        builder.Timeout = (int)options.ConnectTimeout.TotalSeconds;
        builder.CommandTimeout = (int)options.CommandTimeout.TotalSeconds;
        builder.MaxPoolSize = options.MaxConnections;
        _source = NpgsqlDataSource.Create(builder);
    }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>Runs the work in one transaction; a mutation and its audit row commit together or not at all.</summary>
    /// <param name="commitPoint">Crash point between sending the commit and its answer.</param>
    public async Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> work, CancellationToken cancellationToken,
        string? commitPoint = null)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(connection, transaction);
        var commit = transaction.CommitAsync(cancellationToken);
        await (commitPoint is null || _failpoints is null ? commit : _failpoints.DuringAsync(commitPoint, commit));
        return result;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
