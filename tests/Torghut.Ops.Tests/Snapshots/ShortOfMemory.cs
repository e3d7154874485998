using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using Torghut.ClickHouse;

namespace Torghut.Ops.Tests.Snapshots;

/// <summary>A server that has not the memory to read rows, and counts who asks it to.</summary>
internal sealed class ShortOfMemory : IClickHouseClient
{
    public int Asked { get; private set; }

    public Task ExecuteNonQueryAsync(
        string sql, ClickHouseParameterCollection? parameters = null, QueryOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<object?> ExecuteScalarAsync(
        string sql, ClickHouseParameterCollection? parameters = null, QueryOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, Func<ClickHouseDataReader, T> read, ClickHouseParameterCollection? parameters = null, QueryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Asked++;
        throw new ClickHouseServerException(ClickHouseErrorCodes.MemoryLimitExceeded, 500, "Memory limit exceeded", sql, "");
    }

    public Task InsertBinaryAsync(
        string table, IReadOnlyList<string> columns, ReadOnlyMemory<byte> rows, QueryOptions? options = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> PingAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
