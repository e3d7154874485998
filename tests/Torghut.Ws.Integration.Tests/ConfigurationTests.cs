using Torghut.Testing;

namespace Torghut.Ws.Integration.Tests;

public sealed class ConfigurationTests
{
    [Test]
    public async Task Start_NothingSet_NamesEveryMissingKeyAtOnce()
    {
        await using var process = ServiceProcess.Start("torghut-ws", new Dictionary<string, string>());

        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(78));
        foreach (var key in new[] { "ALPACA_KEY_ID", "ALPACA_SECRET_KEY", "SYMBOLS", "KAFKA_BOOTSTRAP", "SCHEMA_REGISTRY_URL" })
        {
            Assert.That(process.Output, Does.Contain(key));
        }
    }

    [Test]
    public async Task Start_BadValues_NamesEachWithWhatWasExpected()
    {
        await using var process = ServiceProcess.Start("torghut-ws", new Dictionary<string, string>
        {
            ["ALPACA_KEY_ID"] = "k",
            ["ALPACA_SECRET_KEY"] = "the-secret",
            ["ALPACA_MARKET_DATA_CHANNELS"] = "trades,gossip",
            ["SYMBOLS"] = "AAPL,not a symbol",
            ["SHARD_COUNT"] = "2",
            ["SHARD_INDEX"] = "2",
            ["RECONNECT_BASE_MS"] = "60000",
            ["KAFKA_BOOTSTRAP"] = "b:1",
            ["KAFKA_SECURITY_PROTOCOL"] = "SASL_SSL",
            ["KAFKA_LINGER_MS"] = "soon",
            ["SCHEMA_REGISTRY_URL"] = "ftp://x",
        });

        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(78));
        foreach (var key in new[] { "ALPACA_MARKET_DATA_CHANNELS", "SYMBOLS", "SHARD_INDEX", "RECONNECT_MAX_MS", "KAFKA_LINGER_MS", "SCHEMA_REGISTRY_URL" })
        {
            Assert.That(process.Output, Does.Contain(key));
        }

        Assert.That(process.Output, Does.Not.Contain("the-secret"));
    }
}
