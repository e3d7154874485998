using System.Globalization;
using System.Net.Sockets;
using Confluent.Kafka;
using Npgsql;
using Torghut.ClickHouse;
using Torghut.Common.Kafka;
using Torghut.Contracts.Decoding;

namespace Torghut.Ops.Http;

/// <summary>Why a store gave no answer, in words that tell nothing of its address, its user or the statement.</summary>
/// <param name="Store">Which: <c>clickhouse</c>, <c>postgres</c>, <c>kafka</c> or <c>schema_registry</c>.</param>
/// <param name="Seen">What was seen of it.</param>
/// <param name="Key">The environment key that is missing; null when the store is configured.</param>
internal sealed record StoreFailure(string Store, string Seen, string? Key = null)
{
    public const string ClickHouse = "clickhouse";
    public const string Postgres = "postgres";
    public const string Kafka = "kafka";
    public const string SchemaRegistry = "schema_registry";

    /// <summary>ClickHouse's TIMEOUT_EXCEEDED and TOO_SLOW.</summary>
    private static readonly int[] ClickHouseTimeouts = [159, 160];

    /// <summary>What an exception tells of a store; null when it is about something else.</summary>
    public static StoreFailure? Of(Exception failure) => failure switch
    {
        StoreNotConfiguredException missing => new(missing.Store, $"{missing.Key} is not set", missing.Key),
        ClickHouseServerException server when ClickHouseTimeouts.Contains(server.Code) => new(ClickHouse, "the query took longer than is allowed"),
        ClickHouseServerException server => new(ClickHouse, string.Create(CultureInfo.InvariantCulture, $"it refused the query with code {server.Code}")),
        ClickHouseConnectionException => new(ClickHouse, "no complete answer came in time"),
        ClickHouseException => new(ClickHouse, "its answer cannot be understood"),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => new(Postgres, "the query took longer than is allowed"),
        PostgresException server => new(Postgres, $"it refused the query with code {server.SqlState}"),
        NpgsqlException or SocketException => new(Postgres, "no complete answer came in time"),
        KafkaException kafka => new(Kafka, $"a broker did not answer as it should: {kafka.Error.Code}"),
        CallOverdueException => new(Kafka, "a call of the client did not return"),
        SchemaSourceException => new(SchemaRegistry, "it did not answer as it should"),
        _ => null,
    };

    public IResult ToProblem()
    {
        var more = new Dictionary<string, object?> { ["cause"] = Store, ["seen"] = Seen };
        if (Key is not null)
        {
            more["key"] = Key;
        }

        return Problems.Of(
            StatusCodes.Status503ServiceUnavailable, Key is null ? "A store is away" : "A store is not configured", $"{Store}: {Seen}.", more);
    }
}
