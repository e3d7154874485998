using System.Globalization;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using Torghut.ClickHouse;
using Torghut.Ops.Http;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>Asks the tables of bars and signals. No query goes without a limit of time and of rows at the server.</summary>
internal sealed class TaStore(IClickHouseClient? client, TargetOptions targets, TaReadOptions options)
{
    /// <summary>No answer of this service has more.</summary>
    public const int MostRows = 25_001;

    /// <summary>How much longer than the server's limit its refusal is waited for.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private readonly QueryOptions _query = new()
    {
        Timeout = options.QueryTimeout + Slack,
        Settings = new Dictionary<string, string>
        {
            ["max_execution_time"] = options.QueryTimeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
            ["max_result_rows"] = MostRows.ToString(CultureInfo.InvariantCulture),
            ["result_overflow_mode"] = "throw",
        },
    };

    /// <summary>A table's name for a statement.</summary>
    public string Name(string table) => ClickHouseIdentifier.QuoteTable($"{targets.ClickHouseDatabase}.{table}");

    /// <exception cref="StoreNotConfiguredException">There is no address of the store.</exception>
    /// <exception cref="ClickHouseException">It did not answer as it should.</exception>
    public Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, Func<ClickHouseDataReader, T> read, ClickHouseParameterCollection parameters, CancellationToken cancellationToken) =>
        (client ?? throw new StoreNotConfiguredException(StoreFailure.ClickHouse, "TA_CLICKHOUSE_URL"))
            .QueryAsync(sql, read, parameters, _query, cancellationToken);

    /// <summary>Of a column that may be NULL, or hold what is no number.</summary>
    public static double Number(ClickHouseDataReader reader, int column) =>
        reader.IsDBNull(column) ? double.NaN : Convert.ToDouble(reader.GetValue(column), CultureInfo.InvariantCulture);

    public static long Whole(ClickHouseDataReader reader, int column) => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);
}
