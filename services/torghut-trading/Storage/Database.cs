using Npgsql;

namespace Torghut.Trading.Storage;

/// <summary>The pool of connections to Postgres.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    public Database(DatabaseOptions options)
    {
        DapperSetup.Ensure();
        var builder = ConnectionString.Parse(options.Dsn);
        builder.ApplicationName ??= "torghut-trading";
        builder.Timeout = (int)options.ConnectTimeout.TotalSeconds;
        builder.CommandTimeout = (int)options.CommandTimeout.TotalSeconds;
        builder.MaxPoolSize = options.MaxConnections;
        _source = NpgsqlDataSource.Create(builder);
    }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation) => _source.OpenConnectionAsync(cancellation);

    /// <summary>Runs the work in one transaction; a mutation and its audit row commit together or not at all.</summary>
    public async Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var result = await work(connection, transaction);
        await transaction.CommitAsync(cancellation);
        return result;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
