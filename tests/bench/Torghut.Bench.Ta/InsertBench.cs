using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.ClickHouse;
using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Ta.Sink.Schema;

namespace Torghut.Bench.Ta;

/// <summary>
/// CPU time of the client for a signal row in ClickHouse: our RowBinary insert against the official Node client's JSONEachRow and the official .NET
/// client's insert of objects.
/// </summary>
internal static class InsertBench
{
    private const double RatioTarget = 0.2;
    private const double DriverRatioTarget = 1;
    private static readonly QueryOptions AnyDatabase = new() { Database = "default" };

    public static async Task RunAsync(BenchArguments arguments, BenchReport report, IReadOnlyList<Signal> signals)
    {
        var rows = Rows(signals, arguments.Pick(20_000, 2_000));
        var directory = Directory.CreateTempSubdirectory("torghut-bench-ta-").FullName;
        try
        {
            var file = Path.Combine(directory, "rows");
            File.WriteAllLines(file, rows.Select(RowText));
            using var server = await ServerProcess.StartAsync();
            using (var client = Client(server.Address, compressed: false))
            {
                foreach (var database in BenchClickHouse.Databases)
                {
                    await new TaSchemaInstaller(client, new TaTableOptions { Database = database, SignalDays = 0, MicrobarDays = 0 }).InstallAsync(
                        CancellationToken.None);
                }
            }

            // Both ways: as the Node client does by default, and gzipped, which both clients know. The sink itself compresses with lz4.
            await RunAsync(arguments, report, server.Address, rows, file, compressed: false);
            await RunAsync(arguments, report, server.Address, rows, file, compressed: true);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static ClickHouseClient Client(string address, bool compressed) =>
        ClickHouseClient.Create(
        new ClickHouseClientSettings { Endpoint = new Uri(address), Compression = compressed ? ClickHouseCompression.GZip : ClickHouseCompression.None },
        TimeProvider.System);

    private static async Task RunAsync(BenchArguments arguments, BenchReport report, string address, Signal[] rows, string file, bool compressed)
    {
        var name = compressed ? "insert_row_gzip" : "insert_row";
        using var node = new NodeContender("bench-ta-insert.mjs", address, BenchClickHouse.Node, DerivedTables.Signals, file, name);
        using var driver = new DriverContender(address, rows, name, compressed);
        using var client = Client(address, compressed);
        var inserted = 0;
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        async Task Ours()
        {
            buffer.ResetWrittenCount();
            Write(rows, buffer);
            var options = new QueryOptions { DeduplicationToken = $"{name}-{inserted++}" };
            await client.InsertBinaryAsync($"{BenchClickHouse.Ours}.{DerivedTables.Signals}", TaColumns.SignalNames, buffer.WrittenMemory, options);
        }

        var pass = new JsonObject { ["op"] = "pass" };
        await Ours();
        await node.AskAsync(pass);
        await driver.InsertAsync();
        await CompareAsync(client, rows.Length, compressed ? "gzipped" : "plain", report);
        Task<IReadOnlyList<SampleSet>> Rounds(int rounds) => Measure.AlternateAsync(
            rounds, () => Measure.PassAsync(rows.Length, Ours), () => node.PassAsync(rows.Length, pass),
            () => Measure.PassAsync(rows.Length, driver.InsertAsync));
        await Rounds(arguments.Pick(3, 1));
        var sets = await Rounds(arguments.Pick(11, 2));
        report.Add(new BenchResult(name, sets[0].CpuNanos, "ns/row")
        {
            Spread = sets[0].Spread,
            Best = sets[0].BestCpuNanos,
            Note =
            $"{rows.Length} rows an insert, the client's CPU time"
        }
            .Against("npm @clickhouse/client, JSONEachRow", sets[1].CpuNanos).RatioAtMost(RatioTarget));
        report.Add(new BenchResult(name + "_vs_driver", sets[0].CpuNanos, "ns/row") { Spread = sets[0].Spread, Note = "the driver's objects are made before" }
            .Against(DriverContender.Peer, sets[2].CpuNanos).RatioAtMost(DriverRatioTarget));
        report.Add(new BenchResult(name + "_allocated", sets[0].AllocatedBytes, "B/row").Against(DriverContender.Peer, sets[2].AllocatedBytes));
    }

    private static void Write(ReadOnlySpan<Signal> rows, ArrayBufferWriter<byte> buffer)
    {
        var writer = new RowBinaryWriter(buffer);
        foreach (ref readonly var row in rows)
        {
            SignalRow.Write(row, writer);
        }
    }

    /// <summary>As many rows as are wanted from the signals there are, each with a number of its own.</summary>
    private static Signal[] Rows(IReadOnlyList<Signal> signals, int count)
    {
        var rows = new Signal[count];
        for (var i = 0; i < count; i++)
        {
            var signal = signals[i % signals.Count];
            rows[i] = signal with { Envelope = signal.Envelope with { Seq = signal.Envelope.Seq + i } };
        }

        return rows;
    }

    private static async Task CompareAsync(ClickHouseClient client, int count, string how, BenchReport report)
    {
        var ours = await DigestAsync(client, BenchClickHouse.Ours);
        foreach (var (peer, database) in new[] { ("the Node client", BenchClickHouse.Node), (DriverContender.Peer, BenchClickHouse.Driver) })
        {
            var theirs = await DigestAsync(client, database);
            if (ours != theirs)
            {
                throw new OutputsDifferException($"The rows in ClickHouse differ: ours {ours}, those of {peer} {theirs}");
            }

            report.Equal($"rows in ClickHouse from our client and from {peer}, {how}, every column", count);
        }
    }

    private static async Task<string> DigestAsync(ClickHouseClient client, string database) => (string)(await client.ExecuteScalarAsync(
        $"SELECT concat(toString(count()), ' ', toString(groupBitXor(cityHash64(toString(tuple(*)))))) FROM {database}.{DerivedTables.Signals} FINAL",
        options: AnyDatabase))!;

    private static string RowText(Signal s)
    {
        var e = s.Envelope;
        object?[] values =
        [
            e.Symbol, Instant(e.EventTs), e.Seq, Instant(e.IngestTs), e.IsFinal ? 1 : 0, e.Source, e.Window!.Value.Size, e.Window.Value.Step,
            Instant(e.Window.Value.Start), Instant(e.Window.Value.End), e.Version,
            s.Macd?.Value, s.Macd?.Signal, s.Macd?.Histogram, s.Ema?.Ema12, s.Ema?.Ema26, s.Rsi14, s.Bollinger?.Middle, s.Bollinger?.Upper,
            s.Bollinger?.Lower, s.Vwap?.Session, s.Vwap?.Window5m, s.Imbalance?.Spread, s.Imbalance?.BidPrice, s.Imbalance?.AskPrice,
            s.Imbalance?.BidSize, s.Imbalance?.AskSize, s.RealizedVolatility, s.Restart ?? "",
        ];
        return JsonSerializer.Serialize(TaColumns.SignalNames.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    private static string Instant(long nanos) => DateTimeOffset.UnixEpoch.AddTicks(nanos / 100)
        .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
