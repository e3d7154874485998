using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>Every service refuses a wrong environment as a whole, before it touches anything.</summary>
public sealed class ServiceConfigurationTests
{
    /// <summary>BSD's EX_CONFIG.</summary>
    private const int ConfigurationError = 78;

    [TestCase("torghut-ws", "ALPACA_KEY_ID", "ALPACA_SECRET_KEY", "KAFKA_BOOTSTRAP", "SCHEMA_REGISTRY_URL")]
    [TestCase("torghut-ta", "TA_KAFKA_BOOTSTRAP", "TA_SCHEMA_REGISTRY_URL")]
    [TestCase("torghut-trading", "DB_DSN", "TA_CLICKHOUSE_URL")]
    public async Task Start_EmptyEnvironment_NamesEveryMissingKey(string service, params string[] keys)
    {
        await using var process = ServiceProcess.Start(service, new Dictionary<string, string>());

        Assert.Multiple(() =>
        {
            Assert.That(process.WaitForExitAsync().Result, Is.EqualTo(ConfigurationError), process.Output);
            foreach (var key in keys)
            {
                Assert.That(process.Output, Does.Contain($"{key}: expected"));
            }
        });
    }

    [TestCase("torghut-ws", "KAFKA_LINGER_MS", "soon")]
    [TestCase("torghut-ws", "ALPACA_STREAM_URL", "http://wrong.scheme")]
    [TestCase("torghut-ws", "SHARD_COUNT", "0")]
    [TestCase("torghut-ta", "TA_KAFKA_DELIVERY_GUARANTEE", "MOSTLY")]
    [TestCase("torghut-ta", "TA_MAX_OUT_OF_ORDER_MS", "-1")]
    [TestCase("torghut-trading", "TRADING_MODE", "casino")]
    [TestCase("torghut-trading", "TRADING_POLL_MS", "0")]
    [TestCase("torghut-ops", "OPS_PORT", "eighty")]
    public async Task Start_BadValue_NamesKeyExpectationAndValue(string service, string key, string value)
    {
        await using var process = ServiceProcess.Start(service, new Dictionary<string, string> { [key] = value });

        Assert.Multiple(() =>
        {
            Assert.That(process.WaitForExitAsync().Result, Is.EqualTo(ConfigurationError), process.Output);
            Assert.That(process.Output, Does.Match($"{key}: expected .*got '{value}'"));
        });
    }

    [TestCase("torghut-ws", "ALPACA_STREAM_URL", "wss://user:the-secret@stream.test")]
    [TestCase("torghut-ws", "ALPACA_BASE_URL", "https://the-secret@data.test")]
    [TestCase("torghut-ws", "ALPACA_TRADE_STREAM_URL", "wss://paper.test/stream?key=the-secret")]
    [TestCase("torghut-ws", "JANGAR_SYMBOLS_URL", "http://the-secret@ops.test/symbols")]
    [TestCase("torghut-ws", "SCHEMA_REGISTRY_URL", "http://registry:the-secret@registry.test")]
    [TestCase("torghut-ws", "KAFKA_BOOTSTRAP", "user:the-secret@broker.test:9092")]
    [TestCase("torghut-ta", "TA_CLICKHOUSE_URL", "http://torghut:the-secret@clickhouse.test:8123")]
    [TestCase("torghut-ta", "TA_KAFKA_BOOTSTRAP", "user:the-secret@broker.test:9092")]
    [TestCase("torghut-ta", "TA_SCHEMA_REGISTRY_URL", "http://the-secret@registry.test")]
    [TestCase("torghut-trading", "TA_CLICKHOUSE_URL", "http://clickhouse.test:8123/?password=the-secret")]
    [TestCase("torghut-trading", "ALPACA_TRADING_BASE_URL", "https://key:the-secret@paper-api.alpaca.markets")]
    [TestCase("torghut-trading", "JANGAR_SYMBOLS_URL", "http://user:the-secret@ops.test/symbols")]
    [TestCase("torghut-ops", "TA_CLICKHOUSE_URL", "http://torghut:the-secret@clickhouse.test:8123")]
    [TestCase("torghut-ops", "TORGHUT_WS_URL", "http://user:the-secret@ws.test")]
    public async Task Start_CredentialsInAnAddress_AreRefusedAndNotShown(string service, string key, string value)
    {
        await using var process = ServiceProcess.Start(service, new Dictionary<string, string> { [key] = value });

        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(ConfigurationError));
        Assert.That(process.Output, Does.Contain($"{key}: expected").And.Not.Contain("the-secret"));
    }

    [TestCase("torghut-ws")]
    [TestCase("torghut-ta")]
    [TestCase("torghut-trading")]
    [TestCase("torghut-ops")]
    public async Task Help_EveryService_ListsItsKeys(string service)
    {
        await using var process = ServiceProcess.Start(service, new Dictionary<string, string>(), "--help");

        Assert.Multiple(() =>
        {
            Assert.That(process.WaitForExitAsync().Result, Is.Zero);
            Assert.That(process.Output, Does.Contain("LOG_LEVEL").And.Contain("Exit codes"));
        });
    }

    [TestCase("torghut-ws")]
    [TestCase("torghut-ops")]
    public async Task Start_UnknownWord_IsAUsageError(string service)
    {
        await using var process = ServiceProcess.Start(service, new Dictionary<string, string>(), "--no-such-thing");

        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(64));
    }
}
