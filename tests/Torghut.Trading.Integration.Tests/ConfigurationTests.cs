using Torghut.Testing;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A configuration that is wrong or unsafe starts nothing and says why.</summary>
public sealed class ConfigurationTests
{
    private const int ConfigurationExit = 78;

    private static readonly Dictionary<string, string> Good = new()
    {
        ["DB_DSN"] = "postgresql://u:very-secret-dsn@127.0.0.1:1/none",
        ["TA_CLICKHOUSE_URL"] = "http://127.0.0.1:1",
        ["ALPACA_KEY_ID"] = "k",
        ["ALPACA_SECRET_KEY"] = "very-secret-key",
        ["TRADING_STATIC_SYMBOLS"] = "AAPL",
    };

    public static IEnumerable<TestCaseData> Unsafe()
    {
        yield return Case("live without its flag", "TRADING_LIVE_ENABLED", ("TRADING_MODE", "live"));
        yield return Case("live without approval", "TRADING_LIVE_APPROVAL", ("TRADING_MODE", "live"), ("TRADING_LIVE_ENABLED", "true"));
        yield return Case("live with a paper label", "TORGHUT_ACCOUNT_LABEL", ("TRADING_MODE", "live"), ("TRADING_LIVE_ENABLED", "true"),
            ("TRADING_LIVE_APPROVAL", "CHG-1"));
        yield return Case("kill switch off in live without reason", "TRADING_KILL_SWITCH_OFF_REASON", ("TRADING_MODE", "live"),
            ("TRADING_LIVE_ENABLED", "true"), ("TRADING_KILL_SWITCH_ENABLED", "false"));
        yield return Case("live without an account label", "TORGHUT_ACCOUNT_LABEL", ("TRADING_MODE", "live"), ("TRADING_LIVE_ENABLED", "true"),
            ("TRADING_LIVE_APPROVAL", "CHG-1"), ("TORGHUT_ACCOUNT_LABEL", ""));
        yield return Case("lean without its runner", "TRADING_LEAN_RUNNER_URL", ("TRADING_EXECUTION_ADAPTER", "lean"));
        yield return Case("lean runner that is no URL", "TRADING_LEAN_RUNNER_URL", ("TRADING_EXECUTION_ADAPTER", "lean"),
            ("TRADING_LEAN_RUNNER_URL", "runner:8088"));
        yield return Case("an adapter that does not exist", "TRADING_EXECUTION_ADAPTER", ("TRADING_EXECUTION_ADAPTER", "ibkr"));
        yield return Case("replay against a broker", "TRADING_REPLAY_FROM", ("TRADING_REPLAY_FROM", "2026-02-06T14:30:00Z"),
            ("TRADING_REPLAY_TO", "2026-02-06T15:30:00Z"));
        yield return Case("replay without an end", "TRADING_REPLAY_TO", ("TRADING_EXECUTION_ADAPTER", "simulation"),
            ("TRADING_REPLAY_FROM", "2026-02-06T14:30:00Z"));
        yield return Case("replay that ends before it starts", "TRADING_REPLAY_TO", ("TRADING_EXECUTION_ADAPTER", "simulation"),
            ("TRADING_REPLAY_FROM", "2026-02-06T14:30:00Z"), ("TRADING_REPLAY_TO", "2026-02-06T14:00:00Z"));
        yield return Case("live without emergency stop", "TRADING_EMERGENCY_STOP_ENABLED", ("TRADING_MODE", "live"), ("TRADING_LIVE_ENABLED", "true"),
            ("TRADING_EMERGENCY_STOP_ENABLED", "false"));
        yield return Case("paper that reaches the live host", "ALPACA_TRADING_BASE_URL", ("ALPACA_TRADING_BASE_URL", "https://api.alpaca.markets"));
        yield return Case("live flag in paper mode", "TRADING_LIVE_ENABLED", ("TRADING_LIVE_ENABLED", "true"));
        yield return Case("account label that is none", "TORGHUT_ACCOUNT_LABEL", ("TORGHUT_ACCOUNT_LABEL", "Paper account"));
        yield return Case("static universe without symbols", "TRADING_STATIC_SYMBOLS", ("TRADING_STATIC_SYMBOLS", ""));
        yield return Case("remote universe without address", "JANGAR_SYMBOLS_URL", ("TRADING_UNIVERSE_SOURCE", "jangar"));
        yield return Case("trade updates without Kafka", "KAFKA_BOOTSTRAP", ("TRADING_TRADE_UPDATES_ENABLED", "true"));
        yield return Case("DSN that is none", "DB_DSN", ("DB_DSN", "very-secret-dsn=1;x"));
        yield return Case("one token for stop and re-arm", "TRADING_REARM_TOKEN", ("TRADING_OPERATOR_TOKEN", "very-secret-token"),
            ("TRADING_REARM_TOKEN", "very-secret-token"));
        yield return Case("crash points outside of drills", "FAILPOINTS", ("FAILPOINTS", "risk_committed=kill"));
        yield return Case("table name with SQL in it", "TRADING_SIGNAL_TABLE", ("TRADING_SIGNAL_TABLE", "x; DROP TABLE y"));
    }

    [TestCaseSource(nameof(Unsafe))]
    public async Task Start_UnsafeCombination_RefusedWithTheKey(string key, (string Key, string Value)[] changes)
    {
        var environment = new Dictionary<string, string>(Good);
        foreach (var (name, value) in changes)
        {
            environment[name] = value;
        }

        await using var process = ServiceProcess.Start("torghut-trading", environment);
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(ConfigurationExit), process.Output);
        Assert.Multiple(() =>
        {
            Assert.That(process.Output, Does.Contain(key + ":"));
            Assert.That(process.Output, Does.Not.Contain("very-secret").And.Not.Contain("\"event\":\"listening\""), "before anything else happens");
        });
    }

    [Test]
    public async Task LeanRunner_PaperThatReachesTheLiveHost_RefusedLikeTheService()
    {
        await using var process = ServiceProcess.Start(
            "torghut-trading", new Dictionary<string, string>
            {
                ["ALPACA_KEY_ID"] = "k",
                ["ALPACA_SECRET_KEY"] = "very-secret-key",
                ["ALPACA_TRADING_BASE_URL"] = "https://api.alpaca.markets"
            }, "lean-runner");
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(ConfigurationExit), process.Output);
        Assert.That(process.Output, Does.Contain("ALPACA_TRADING_BASE_URL:").And.Not.Contain("very-secret"));
    }

    [Test]
    public async Task Start_SeveralBadKeys_AllNamed()
    {
        await using var process =
            ServiceProcess.Start("torghut-trading", new Dictionary<string, string> { ["TRADING_POLL_MS"] = "soon", ["TRADING_MODE"] = "yolo" });
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(ConfigurationExit));
        foreach (var key in new[] { "DB_DSN", "TA_CLICKHOUSE_URL", "ALPACA_KEY_ID", "ALPACA_SECRET_KEY", "TRADING_POLL_MS", "TRADING_MODE" })
        {
            Assert.That(process.Output, Does.Contain(key + ":"));
        }
    }

    private static TestCaseData Case(string name, string key, params (string, string)[] changes) => new TestCaseData(key, changes).SetArgDisplayNames(name);
}
