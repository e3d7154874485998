using System.Data;
using Npgsql;
using Torghut.Ops.Http;

namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>Trading's tables, as a role sees them that may only read. Everything that one answer is made of is read from one snapshot of them.</summary>
/// <param name="source">Null when no address is configured.</param>
internal sealed class HistoryDatabase(NpgsqlDataSource? source) : IAsyncDisposable
{
    /// <summary>Pages wait for these, and the snapshot's probes have others.</summary>
    public const int MaxConnections = 4;

    /// <summary>Answers over many rows have these, so that however many are asked for, a page or an explanation finds a connection.</summary>
    private readonly SemaphoreSlim _long = new(MaxConnections / 2);

    /// <summary>Reads what goes over all rows of a range; it waits for others of its kind.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<T> ReadLongAsync<T>(Func<HistorySession, Task<T>> read, CancellationToken cancellationToken)
    {
        await _long.WaitAsync(cancellationToken);
        try
        {
            return await ReadAsync(read, cancellationToken);
        }
        finally
        {
            _long.Release();
        }
    }

    /// <exception cref="StoreNotConfiguredException">No address is configured.</exception>
    /// <exception cref="NpgsqlException">Postgres is away, or worked for longer than it may.</exception>
    public async Task<T> ReadAsync<T>(Func<HistorySession, Task<T>> read, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            throw new StoreNotConfiguredException(StoreFailure.Postgres, "DB_DSN");
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await read(new HistorySession(connection, transaction, cancellationToken));
    }

    public ValueTask DisposeAsync()
    {
        _long.Dispose();
        return source?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
