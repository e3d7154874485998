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

    public ValueTask DisposeAsync() => source?.DisposeAsync() ?? ValueTask.CompletedTask;
}
