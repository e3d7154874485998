namespace Torghut.ClickHouse;

/// <summary>
/// Runs statements on a ClickHouse server. Every method throws <see cref="ClickHouseServerException"/> when the server refuses,
/// <see cref="ClickHouseConnectionException"/> when there is no complete answer in time, <see cref="ClickHouseProtocolException"/> when the answer
/// cannot be understood, and <see cref="OperationCanceledException"/> when the caller cancels.
/// </summary>
public interface IClickHouseClient
{
    /// <summary>Runs a statement whose rows, if any, do not matter.</summary>
    Task<QuerySummary> ExecuteNonQueryAsync(string sql, ClickHouseParameters? parameters = null, QueryOptions? options = null, CancellationToken ct = default);

    /// <summary>First column of the first row; null when it is NULL or there is no row.</summary>
    Task<object?> ExecuteScalarAsync(string sql, ClickHouseParameters? parameters = null, QueryOptions? options = null, CancellationToken ct = default);

    /// <summary>Starts a query; the columns are known when this returns. The time-out holds until the last row. Dispose the reader.</summary>
    Task<ClickHouseDataReader> ExecuteReaderAsync(string sql, ClickHouseParameters? parameters = null, QueryOptions? options = null, CancellationToken ct = default);

    /// <summary>Inserts rows that a <see cref="ClickHouseRowBinaryWriter"/> wrote, with the columns in the order they were written.</summary>
    Task<QuerySummary> InsertBinaryAsync(string table, IReadOnlyList<string> columns, ReadOnlyMemory<byte> rows, QueryOptions? options = null, CancellationToken ct = default);

    /// <summary>Inserts data in any format that the server reads, passing it on as it comes. Empty columns mean all, in the table's order.</summary>
    Task<QuerySummary> InsertRawStreamAsync(
        string table, IReadOnlyList<string> columns, Stream data, string format, QueryOptions? options = null, CancellationToken ct = default);

    /// <summary>Whether the server answers and accepts the user. Never throws but for cancellation.</summary>
    Task<bool> PingAsync(CancellationToken ct = default);
}
