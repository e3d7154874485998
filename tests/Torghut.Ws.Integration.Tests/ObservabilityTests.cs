using System.Text.Json;
using System.Text.RegularExpressions;
using Torghut.Sandbox.Alpaca;
using Torghut.Testing;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests;

/// <summary>What operators build on: the names of metrics and their labels, the fields of log lines, the body of <c>/readyz</c>.</summary>
public sealed partial class ObservabilityTests
{
    private static readonly string[] Counters =
    [
        "ws_connect_success_total", "ws_connect_errors_total", "reconnects_total", "provider_messages_total", "parse_errors_total", "dedup_drops_total",
        "kafka_produce_success_total", "kafka_produce_errors_total", "desired_symbols_fetch_success_total", "desired_symbols_fetch_failures_total",
        "unknown_fields_total", "full_queue_waits_total", "backfill_bars_total", "backfill_trades_total", "backfill_failures_total",
    ];

    private static readonly string[] Gauges =
        ["active_subscriptions", "desired_symbols_fetch_degraded", "readyz_status", "readyz_error_class", "readyz_gate_status"];

    private static readonly string[] Histograms = ["kafka_send_latency_seconds", "lag_seconds"];

    private static readonly string[] Labels = ["channel", "topic", "error_class", "reason", "gate", "kind", "result", "le"];

    [Test]
    public async Task MetricsPage_AfterAFewTrades_HasEveryMetricAndNoOtherLabels()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var forwarder = sandbox.StartForwarder();
        using var planes = new Planes(sandbox, forwarder);
        await planes.FlowsAsync();
        await sandbox.FaultAsync(new { kind = "market_inject", what = "nan" });
        await sandbox.FaultAsync(new { kind = "market_disconnect" });
        await forwarder.MetricReachesAsync("torghut_ws_ws_connect_errors_total", 1);
        await planes.FlowsAsync();

        var page = await forwarder.MetricsPageAsync();
        var types = TypeLine().Matches(page).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        foreach (var (names, type) in new[] { (Counters, "counter"), (Gauges, "gauge"), (Histograms, "histogram") })
        {
            Assert.That(names.Where(name => types.GetValueOrDefault("torghut_ws_" + name) != type), Is.Empty, $"Each is on the page as a {type}.");
        }

        var labels = page.Split('\n').Where(line => line.StartsWith("torghut_ws_", StringComparison.Ordinal))
            .SelectMany(line => Label().Matches(line).Select(match => match.Groups[1].Value)).Distinct();
        Assert.That(labels.Except(Labels), Is.Empty, "A symbol or an order's id must never be a label.");
        Assert.That(page, Does.Not.Contain("AAPL"));
        Assert.That(await Promtool.CheckAsync(page), Is.Empty);
    }

    [Test]
    public async Task Log_OfAWholeLife_IsJsonWithStableFieldsAndWithoutSecrets()
    {
        string[] secrets = ["the-key-id-7", "the-secret-key-7", "the-kafka-password-7"];
        await using var sandbox = await WsSandbox.StartAsync(
            new AlpacaSimulatorOptions { Symbols = ["AAPL", "MSFT"], TradesPerSecond = 20, KeyId = secrets[0], SecretKey = secrets[1] },
            users: [new("ws", secrets[2])]);
        var forwarder = sandbox.StartForwarder(
            ("ALPACA_KEY_ID", secrets[0]),
            ("ALPACA_SECRET_KEY", secrets[1]),
            ("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT"),
            ("KAFKA_SASL_USER", "ws"),
            ("KAFKA_SASL_PASSWORD", secrets[2]),
            ("ENABLE_TRADE_UPDATES", "true"),
            ("ENABLE_TRADES_BACKFILL", "true"),
            ("LOG_LEVEL", "Debug"));
        await forwarder.ReadyAsync();
        foreach (var fault in new object[] { new { kind = "market_auth", code = 402 }, new { kind = "updates_auth" }, new { kind = "rest_error", status = 401 },
            new { kind = "market_disconnect" } })
        {
            await sandbox.FaultAsync(fault);
        }

        await forwarder.MetricReachesAsync("torghut_ws_reconnects_total", 2);
        await forwarder.ReadyAsync();
        var page = await forwarder.MetricsPageAsync();
        Assert.That(await forwarder.Process.StopAsync(), Is.Zero);

        foreach (var secret in secrets)
        {
            Assert.That(forwarder.Process.Output + page, Does.Not.Contain(secret));
        }

        var lines = forwarder.Process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Is.Not.Empty);
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            var fields = json.RootElement.EnumerateObject().Select(field => field.Name).ToList();
            Assert.That(fields.Take(6), Is.EqualTo(new[] { "ts", "level", "logger", "event_id", "event", "msg" }), line);
            Assert.That(fields.Skip(6), Is.SubsetOf(new[] { "data", "error" }), line);
        }
    }

    [GeneratedRegex("^# TYPE (\\S+) (\\S+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex Label();
}
