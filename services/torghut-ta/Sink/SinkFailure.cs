using Torghut.ClickHouse;

namespace Torghut.Ta.Sink;

/// <summary>Stable words for why ClickHouse does not take rows.</summary>
internal static class SinkFailure
{
    public const string Down = "clickhouse_down";
    public const string Full = "clickhouse_full";
    public const string ReadOnly = "clickhouse_read_only";
    public const string Overloaded = "clickhouse_overloaded";
    public const string Slow = "clickhouse_slow";
    public const string Authentication = "clickhouse_auth";
    public const string Refused = "clickhouse_refused";

    /// <summary>What a failed insert may be counted as.</summary>
    public static IReadOnlyList<string> All { get; } = [Down, Full, ReadOnly, Overloaded, Authentication, Refused];

    public static string Of(ClickHouseException exception) => exception switch
    {
        ClickHouseConnectionException => Down,
        ClickHouseServerException server => server.Code switch
        {
            ClickHouseErrorCodes.NotEnoughSpace => Full,
            ClickHouseErrorCodes.Readonly or ClickHouseErrorCodes.TableIsReadOnly => ReadOnly,
            ClickHouseErrorCodes.TooManyParts or ClickHouseErrorCodes.TooManySimultaneousQueries or ClickHouseErrorCodes.MemoryLimitExceeded
                or ClickHouseErrorCodes.TimeoutExceeded => Overloaded,
            ClickHouseErrorCodes.AuthenticationFailed => Authentication,
            0 when server.IsTransient => Down,
            _ => Refused,
        },
        _ => Refused,
    };

    /// <summary>Somebody dropped the table or the database, or put an earlier version's table in its place; installing again is all that is needed.</summary>
    public static bool IsCuredByInstalling(ClickHouseException exception) => exception is ClickHouseServerException
    {
        Code: ClickHouseErrorCodes.UnknownTable or ClickHouseErrorCodes.UnknownDatabase or ClickHouseErrorCodes.NoSuchColumnInTable,
    };
}
