using Confluent.Kafka;
using Torghut.ClickHouse;
using Torghut.Contracts.Decoding;
using Torghut.Ops.Http;

namespace Torghut.Ops.Tests.Http;

/// <summary>A store that gives no answer is named, and nothing of its address or the statement is told.</summary>
public sealed class StoreFailureTests
{
    private static readonly (Exception Failure, StoreFailure Expected)[] Table =
    [
        (new StoreNotConfiguredException("clickhouse", "TA_CLICKHOUSE_URL"), new("clickhouse", "TA_CLICKHOUSE_URL is not set", "TA_CLICKHOUSE_URL")),
        (new ClickHouseConnectionException("http://secret:8123 refused", "SELECT 1"), new("clickhouse", "no complete answer came in time")),
        (new ClickHouseServerException(159, 500, "secret", "SELECT 1", ""), new("clickhouse", "the query took longer than is allowed")),
        (new ClickHouseServerException(60, 404, "secret", "SELECT 1", ""), new("clickhouse", "it refused the query with code 60")),
        (new Npgsql.PostgresException("secret", "ERROR", "ERROR", "57014"), new("postgres", "the query took longer than is allowed")),
        (new Npgsql.PostgresException("secret", "ERROR", "ERROR", "42P01"), new("postgres", "it refused the query with code 42P01")),
        (new Npgsql.NpgsqlException("secret"), new("postgres", "no complete answer came in time")),
        (new KafkaException(new Error(ErrorCode.Local_TimedOut, "secret")), new("kafka", "a broker did not answer as it should: Local_TimedOut")),
        (new SchemaSourceException(SchemaSourceError.Unavailable, "schema 1", "secret"), new("schema_registry", "it did not answer as it should")),
    ];

    [Test]
    public void Failure_OfAStore_NamesItAndKeepsItsSecrets()
    {
        Assert.Multiple(() =>
        {
            foreach (var (failure, expected) in Table)
            {
                Assert.That(StoreFailure.Of(failure), Is.EqualTo(expected), failure.GetType().Name);
            }
        });
    }

    [Test]
    public void Failure_OfTheCode_IsNoStores() => Assert.That(StoreFailure.Of(new InvalidOperationException("secret")), Is.Null);
}
