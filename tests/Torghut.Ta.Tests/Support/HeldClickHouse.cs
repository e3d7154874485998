using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using Torghut.ClickHouse;

namespace Torghut.Ta.Tests.Support;

/// <summary>A ClickHouse that ends an insert when and how a test says. It holds the tables already and answers everything else at once.</summary>
internal sealed class HeldClickHouse : IClickHouseClient
{
    private readonly Lock _lock = new();
    private readonly List<HeldInsert> _inserts = [];

    /// <summary>Inserts in the order that they were begun in.</summary>
    public IReadOnlyList<HeldInsert> Inserts
    {
        get
        {
            lock (_lock)
            {
                return [.. _inserts];
            }
        }
    }

    /// <summary>What becomes of an insert at once; null leaves it open until the test ends it.</summary>
    public Func<HeldInsert, Exception?>? Answer { get; set; }

    /// <summary>Thrown by every other statement; null while the server is well.</summary>
    public Exception? Failure { get; set; }

    public List<string> Statements { get; } = [];

    public Task InsertBinaryAsync(
        string table, IReadOnlyList<string> columns, ReadOnlyMemory<byte> rows, QueryOptions? options = null, CancellationToken cancellationToken = default)
    {
        var insert = new HeldInsert(table, options?.DeduplicationToken ?? "", rows.ToArray(), options?.Timeout);
        lock (_lock)
        {
            _inserts.Add(insert);
        }

        if (Answer is { } answer)
        {
            insert.End(answer(insert));
        }

        return insert.Ended.WaitAsync(cancellationToken);
    }

    public Task ExecuteNonQueryAsync(
        string sql, ClickHouseParameterCollection? parameters = null, QueryOptions? options = null, CancellationToken cancellationToken = default)
    {
        Statements.Add(sql);
        return Failure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    public Task<object?> ExecuteScalarAsync(
        string sql, ClickHouseParameterCollection? parameters = null, QueryOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<object?>(sql.Contains("count()", StringComparison.Ordinal) ? 100 : "");

    public Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, Func<ClickHouseDataReader, T> read, ClickHouseParameterCollection? parameters = null, QueryOptions? options = null,
        CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<T>>([]);

    public Task<bool> PingAsync(CancellationToken cancellationToken = default) => Task.FromResult(true);
}
