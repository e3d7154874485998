using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;
using Torghut.Ta.Savepoints;
using Torghut.Ta.Sink;
using Torghut.Ta.Status;

namespace Torghut.Ta.Tests.Hosting;

/// <summary>Defaults that operators count on; one that drifts changes running jobs.</summary>
[TestFixture]
internal sealed class TaOptionsTests
{
    private static readonly Type[] Types =
        [typeof(TaServiceOptions), typeof(TaKafkaOptions), typeof(TaComputeOptions), typeof(TaSinkOptions), typeof(SavepointOptions)];

    private static readonly Dictionary<string, string> Least =
        new() { ["TA_KAFKA_BOOTSTRAP"] = "kafka:9092", ["TA_SCHEMA_REGISTRY_URL"] = "http://registry:8081" };

    [TestCase("TA_TRADES_TOPIC", "torghut.trades.v1")]
    [TestCase("TA_QUOTES_TOPIC", "torghut.quotes.v1")]
    [TestCase("TA_BARS1M_TOPIC", "torghut.bars.1m.v1")]
    [TestCase("TA_MICROBARS_TOPIC", "torghut.ta.bars.1s.v1")]
    [TestCase("TA_SIGNALS_TOPIC", "torghut.ta.signals.v1")]
    [TestCase("TA_STATUS_TOPIC", "torghut.ta.status.v1")]
    [TestCase("TA_STATE_TOPIC", "torghut.ta.state.v1")]
    [TestCase("TA_GROUP_ID", "torghut-ta-live")]
    [TestCase("TA_AUTO_OFFSET_RESET", "latest")]
    [TestCase("TA_KAFKA_DELIVERY_GUARANTEE", "EXACTLY_ONCE")]
    [TestCase("TA_KAFKA_TRANSACTION_TIMEOUT_MS", "120000")]
    [TestCase("TA_MAX_OUT_OF_ORDER_MS", "2000")]
    [TestCase("TA_WATERMARK_IDLE_TIMEOUT_MS", "30000")]
    [TestCase("TA_QUOTE_STALE_AFTER_MS", "15000")]
    [TestCase("TA_TRADE_CONDITIONS", "sip")]
    [TestCase("TA_VWAP_WINDOW_SECONDS", "300")]
    [TestCase("TA_REALIZED_VOL_WINDOW", "60")]
    [TestCase("TA_CLICKHOUSE_TTL_DAYS_MICROBARS", "30")]
    [TestCase("TA_CLICKHOUSE_TTL_DAYS_SIGNALS", "14")]
    [TestCase("TA_JOB_STATE", "running")]
    [TestCase("TA_SINK_STATE", "running")]
    public void Default_OfAKey_IsTheDocumentedOne(string key, string expected) =>
        Assert.That(Effective(Least).Single(pair => pair.Key == key).Value, Is.EqualTo(expected).IgnoreCase);

    [TestCase("TA_KAFKA_SASL_PASSWORD", "TA_KAFKA_SECURITY=SASL_PLAINTEXT,TA_KAFKA_SASL_USER=torghut")]
    [TestCase("TA_GROUP_ID", "TA_GROUP_ID=a/b")]
    [TestCase("TA_ALIGNMENT_MS", "TA_MAX_OUT_OF_ORDER_MS=60000,TA_ALIGNMENT_MS=60000")]
    [TestCase("TA_SAVEPOINT_DIR", "TA_SAVEPOINT_DIR=http://somewhere/savepoints")]
    [TestCase("TA_SAVEPOINT_DIR", "TA_SAVEPOINT_DIR=s3a:///savepoints")]
    [TestCase("TA_SAVEPOINT_S3_SECRET_KEY", "TA_SAVEPOINT_S3_ACCESS_KEY=somebody")]
    public void Read_WrongKey_IsNamed(string key, string settings)
    {
        var environment = new Dictionary<string, string>(Least);
        foreach (var pair in settings.Split(',').Select(setting => setting.Split('=')))
        {
            environment[pair[0]] = pair[1];
        }

        Assert.That(OptionReader.Read(Types, environment, out var problems), Is.Null);
        Assert.That(problems.Select(problem => problem.Key), Does.Contain(key));
    }

    /// <summary>Who comes from Flink writes a bucket so; it is the same one.</summary>
    [TestCase("s3://bucket/torghut/savepoints", "s3://bucket/torghut/savepoints/")]
    [TestCase("s3a://bucket/torghut/savepoints", "s3://bucket/torghut/savepoints/")]
    [TestCase("S3A://bucket", "s3://bucket/")]
    public void Open_BucketByEitherScheme_IsTheSame(string directory, string location)
    {
        var environment = new Dictionary<string, string>(Least)
        {
            ["TA_SAVEPOINT_DIR"] = directory,
            ["TA_SAVEPOINT_S3_ACCESS_KEY"] = "somebody",
            ["TA_SAVEPOINT_S3_SECRET_KEY"] = "secret",
        };
        var options = OptionReader.Read(Types, environment, out _)!.Get<SavepointOptions>();
        using var store = SavepointStores.Open(options, Failpoints.None, TimeProvider.System);
        Assert.That(store.Location, Is.EqualTo(location));
    }

    /// <summary>Names that operators of the system before know.</summary>
    [TestCase("TA_KAFKA_USERNAME", "TA_KAFKA_SASL_USER")]
    [TestCase("TA_S3_ENDPOINT", "TA_SAVEPOINT_S3_ENDPOINT", "http://objects:9000/")]
    [TestCase("TA_S3_REGION", "TA_SAVEPOINT_S3_REGION")]
    [TestCase("TA_S3_PATH_STYLE", "TA_SAVEPOINT_S3_PATH_STYLE", "false")]
    public void Read_FormerName_StillCounts(string former, string key, string value = "known")
    {
        var environment = new Dictionary<string, string>(Least) { [former] = value };
        Assert.That(Effective(environment).Single(pair => pair.Key == key).Value, Is.EqualTo(value));
    }

    [Test]
    public void Read_FormerNamesOfSecrets_StillCount()
    {
        var environment = new Dictionary<string, string>(Least)
        {
            ["TA_KAFKA_SECURITY"] = "SASL_SSL",
            ["TA_KAFKA_USERNAME"] = "somebody",
            ["TA_KAFKA_PASSWORD"] = "kafka-secret",
            ["TA_S3_ACCESS_KEY"] = "somebody",
            ["TA_S3_SECRET_KEY"] = "bucket-secret",
        };
        var options = OptionReader.Read(Types, environment, out _)!;
        Assert.That(
            (options.Get<TaKafkaOptions>().SaslPassword, options.Get<SavepointOptions>().SecretKey), Is.EqualTo(("kafka-secret", "bucket-secret")));
    }

    [Test]
    public void Effective_Secrets_AreNotShown()
    {
        var environment = new Dictionary<string, string>(Least) { ["TA_SAVEPOINT_S3_ACCESS_KEY"] = "somebody" };
        foreach (var key in new[] { "TA_SAVEPOINT_S3_SECRET_KEY", "TA_KAFKA_SASL_PASSWORD", "TA_CLICKHOUSE_PASSWORD" })
        {
            environment[key] = "marked-secret";
        }

        Assert.That(Effective(environment).Select(pair => pair.Value), Has.None.Contains("marked-secret"));
    }

    private static List<KeyValuePair<string, string>> Effective(Dictionary<string, string> environment) =>
        [.. ConfigurationHelp.Effective(OptionReader.Read(Types, environment, out _)!)];
}
