using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;

namespace Torghut.ClickHouse;

/// <summary>
/// Runs statements on a ClickHouse server. Every method throws <see cref="ClickHouseServerException"/> when the server refuses,
/// <see cref="ClickHouseConnectionException"/> when there is no complete answer in time, <see cref="ClickHouseProtocolException"/> when the answer
/// cannot be understood, <see cref="OperationCanceledException"/> when the caller cancels, and <see cref="ArgumentException"/> when a parameter's
/// value is not of the type that its placeholder {name:Type} names. The server parses parameters, so that a value never becomes part of the statement.
/// </summary>
public interface IClickHouseClient
{
    /// <summary>Runs a statement whose rows, if any, do not matter.</summary>
    Task ExecuteNonQueryAsync(
        string sql, ClickHouseParameterCollection? parameters = null, QueryOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>First column of the first row; null when it is NULL or there is no row.</summary>
    Task<object?> ExecuteScalarAsync(
        string sql, ClickHouseParameterCollection? parameters = null, QueryOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Every row of the answer, in the server's order, as <paramref name="read"/> makes it of the reader that stands on it.</summary>
    Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql,
        Func<ClickHouseDataReader, T> read,
        ClickHouseParameterCollection? parameters = null,
        QueryOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Inserts rows in ClickHouse's RowBinary format, with the columns in the order they were written.</summary>
    Task InsertBinaryAsync(
        string table, IReadOnlyList<string> columns, ReadOnlyMemory<byte> rows, QueryOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Whether the server answers and accepts the user. Never throws but for cancellation.</summary>
    Task<bool> PingAsync(CancellationToken cancellationToken = default);
}
