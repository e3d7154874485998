using System.Diagnostics;
using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Bench.Tests;

/// <summary>The programs behind build/bench. What they measure is never looked at here: a busy machine would decide.</summary>
[NonParallelizable]
public sealed class BenchProgramTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(6);
    private static readonly string[] Fields =
        ["name", "value", "unit", "spread", "best", "peer", "peer_value", "ratio", "target", "bound", "target_is_ratio", "ok", "note"];

    /// <summary>The .NET peers whose outputs a subject must have compared; a program ends with an error when outputs differ.</summary>
    private static readonly Dictionary<string, string[]> ComparedPeers = new()
    {
        ["Ws"] =
        [
            "an encoded trade: ours and those of Confluent AvroSerializer",
            "an encoded quote: ours and those of Confluent AvroSerializer",
            "stock Produce calls",
        ],
        ["Ta"] =
        [
            "an encoded signal: ours and those of Confluent AvroSerializer",
            "a decoded trade: ours and those of Confluent AvroDeserializer",
            "a decoded quote: ours and those of Confluent AvroDeserializer",
            "fields: ours and those of Confluent.Kafka Consume",
            "bytes: ours and those of Confluent.Kafka Consume with AvroDeserializer",
            "ClickHouse.Driver InsertBinaryAsync<T>, plain",
            "ClickHouse.Driver InsertBinaryAsync<T>, gzipped",
            "ours and those of Streamiz.Kafka.Net",
        ],
    };

    [TestCase("Kafka", "kafka.produce", "kafka.commit_p50", "kafka.commit_p99")]
    [TestCase("Ws", "ws.frame_to_avro", "ws.encode_trade", "ws.encode_quote", "ws.produce_cpu", "ws.frame_to_ack_p99",
        Category = "Long")]
    [TestCase("Trading", "trading.decision_p99", "trading.gen2_collections", "trading.audit_append", "trading.tick_500_quiet", "trading.tick_500_orders",
        "trading.rules_macd_rsi", "trading.rules_intraday_tsmom", "trading.rules_intraday_tsmom_allocated",
        Category = "Long")]
    [TestCase("Backtest", "backtest.ticks_to_signals", "backtest.signals_to_orders", "backtest.signals_to_orders_further", "backtest.whole",
        "backtest.whole_seconds",
        Category = "Long")]
    [TestCase(
        "Ta", "ta.bytes_to_signals", "ta.trade_into_bars", "ta.indicator_update", "ta.insert_row", "ta.insert_row_vs_driver", "ta.insert_row_gzip_vs_driver",
        "ta.encode_signal", "ta.decode_trade", "ta.decode_quote", "ta.consume_cpu", "ta.consume_cpu_decoded", "ta.kafka_to_signals", "ta.kafka_to_clickhouse",
        "ta.pipeline_cpu", "ta.bars_cpu", "ta.window_close_to_queryable_p99",
        Category = "Drill", TestName = "Run_QuickJsonOfTa_ComparesOutputsAndReportsEveryFigure")]
    public async Task Run_QuickJson_ComparesOutputsAndReportsEveryFigure(string subject, params string[] expected)
    {
        using var report = JsonDocument.Parse(await RunAsync(subject));
        var results = report.RootElement.GetProperty("results").EnumerateArray().ToList();
        Assert.Multiple(() =>
        {
            Assert.That(results.Select(r => r.GetProperty("name").GetString()), Is.SupersetOf(expected));
            foreach (var result in results)
            {
                Assert.That(result.EnumerateObject().Select(p => p.Name), Is.EquivalentTo(Fields));
                Assert.That(result.GetProperty("value").ValueKind, Is.EqualTo(JsonValueKind.Number));
            }

            var compared = report.RootElement.GetProperty("compared").EnumerateArray().ToList();
            Assert.That(compared, Is.Not.Empty, "Nothing was compared before it was timed.");
            Assert.That(compared.Select(c => c.GetProperty("items").GetInt64()), Is.All.Positive);
            foreach (var peer in ComparedPeers.GetValueOrDefault(subject, []))
            {
                Assert.That(compared.Select(c => c.GetProperty("what").GetString()), Has.Some.Contains(peer));
            }
        });
    }

    private static async Task<string> RunAsync(string subject)
    {
        var name = $"Torghut.Bench.{subject}";
        var start =
            new ProcessStartInfo(Repository.Binary(Path.Combine("tests", "bench", name), name)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--quick");
        start.ArgumentList.Add("--json");
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            Assert.That(process.ExitCode, Is.Zero, $"{name} failed: {await errors}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} did not end within {Timeout}");
        }
    }
}
