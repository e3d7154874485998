using Torghut.ClickHouse;
using Torghut.Ta.Observability;

namespace Torghut.Ta.Sink;

/// <summary>Why ClickHouse does not take rows.</summary>
internal static class SinkFailure
{
    public static string Of(ClickHouseException exception) => exception switch
    {
        ClickHouseConnectionException => SinkErrorClasses.Down,
        ClickHouseServerException server => server.Code switch
        {
            ClickHouseErrorCodes.NotEnoughSpace => SinkErrorClasses.Full,
            ClickHouseErrorCodes.Readonly or ClickHouseErrorCodes.TableIsReadOnly => SinkErrorClasses.ReadOnly,
            ClickHouseErrorCodes.TooManyParts or ClickHouseErrorCodes.TooManySimultaneousQueries or ClickHouseErrorCodes.MemoryLimitExceeded
                or ClickHouseErrorCodes.TimeoutExceeded => SinkErrorClasses.Overloaded,
            ClickHouseErrorCodes.AuthenticationFailed => SinkErrorClasses.Authentication,
            0 when server.IsTransient => SinkErrorClasses.Down,
            _ => SinkErrorClasses.Refused,
        },
        _ => SinkErrorClasses.Refused,
    };

    /// <summary>Whether the rows are refused for what they are, and would be for ever.</summary>
    public static bool LiesInData(ClickHouseException exception) =>
        exception is ClickHouseServerException server && ClickHouseErrorCodes.LiesInData(server.Code, server.Message);

    /// <summary>Somebody dropped the table or the database, or put an earlier version's table in its place; installing again is all that is needed.</summary>
    public static bool IsCuredByInstalling(ClickHouseException exception) => exception is ClickHouseServerException
    {
        Code: ClickHouseErrorCodes.UnknownTable or ClickHouseErrorCodes.UnknownDatabase or ClickHouseErrorCodes.NoSuchColumnInTable,
    };
}
