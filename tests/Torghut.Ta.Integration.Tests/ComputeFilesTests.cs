using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Avro;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Golden;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>The built <c>torghut-ta compute</c>, with npm avsc writing what it reads and reading what it writes.</summary>
[TestFixture]
internal sealed class ComputeFilesTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("torghut-compute-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("null", Category = "Long")]
    [TestCase("deflate", Category = "Long")]
    public async Task Compute_FilesOfAvsc_GivesAvscWhatTheOracleSays(string codec)
    {
        var scenario = Scenario.Make(60, trades: 1_500, seconds: 240);
        var trades = await WriteAsync("trades.avro", ContractSchemas.Trade, codec, scenario.Trades.Select(Json));
        var quotes = await WriteAsync("quotes.avro", ContractSchemas.Quote, codec, scenario.Quotes.Select(Json));
        var output = await RunAsync(0, "compute", "--avro", trades, "--avro", quotes, "--out", _folder, "--format", "avro");
        var bars = (await ReadAsync("microbars.avro", RecordCodecs.Microbar)).ToDictionary(bar => (bar.Envelope.Seq, bar.Envelope.Symbol));
        var signals = (await ReadAsync("signals.avro", RecordCodecs.Signal)).ToDictionary(signal => (signal.Envelope.Seq, signal.Envelope.Symbol));
        OracleComparison.AssertEqual(bars, signals, TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings()));
        Assert.That(output, Does.Contain($"1500 trades, 1500 quotes -> {bars.Count} microbars, {signals.Count} signals"));
    }

    [Test]
    [Category("Long")]
    public async Task Compute_LeanFolder_SaysTheSameInBothFormats()
    {
        using var day = RecordedDay.Open(new DateOnly(2013, 10, 7));
        var symbol = Path.GetFileName(Directory.GetDirectories(Path.Combine(day.Folder, "equity", "usa", "tick")).Order(StringComparer.Ordinal).First());
        string[] input = ["compute", "--lean", day.Folder, "--symbols", symbol, "--date", "2013-10-07", "--out", _folder, "--format"];
        await RunAsync(0, [.. input, "csv"]);
        await RunAsync(0, [.. input, "avro"]);
        var rows = (await File.ReadAllLinesAsync(Path.Combine(_folder, "microbars.csv"))).Skip(1).ToList();
        var bars = (await ReadAsync("microbars.avro", RecordCodecs.Microbar)).Select(bar => string.Create(
            CultureInfo.InvariantCulture,
            $"{bar.Envelope.Symbol},{bar.Envelope.EventTs},{bar.Envelope.Seq},{bar.Envelope.IngestTs},{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R},{bar.Vwap:R},{bar.Count},{bar.Lineage?.FirstOffset},{bar.Lineage?.LastOffset}"));
        Assert.That(rows, Has.Count.GreaterThan(1_000));
        Assert.That(bars, Is.EqualTo(rows).AsCollection);
    }

    [Test]
    public async Task Compute_Help_NamesEveryOption() =>
        Assert.That(
            await RunAsync(0, "compute", "--help"),
            Does.Contain("--lean DIR").And.Contain("--avro FILE").And.Contain("--out DIR").And.Contain("--format").And.Contain("--symbols").And.Contain(
                "--date"));

    [Test]
    public async Task Compute_FileThatIsNoAvro_SaysWhichAndFails()
    {
        var path = Path.Combine(_folder, "trades.avro");
        await File.WriteAllTextAsync(path, "not a container");
        Assert.That(await RunAsync(1, "compute", "--avro", path, "--out", _folder), Does.Contain("torghut-ta compute:"));
    }

    private static JsonObject Json(OracleTrade trade)
    {
        var json = Head("trades", trade.Symbol, trade.Ts, trade.Ingest, trade.Seq);
        json["payload"] = new JsonObject
        {
            ["i"] = Text(trade.Id),
            ["p"] = trade.Price,
            ["s"] = trade.Size,
            ["x"] = trade.Exchange,
            ["c"] = new JsonArray([.. trade.Conditions.Select(code => JsonValue.Create(code.ToString()))]),
            ["z"] = trade.Tape.ToString(),
            ["original"] = null,
            ["action"] = null,
        };
        return json;
    }

    private static JsonObject Json(OracleQuote quote)
    {
        var json = Head("quotes", quote.Symbol, quote.Ts, quote.Ingest, quote.Seq);
        json["payload"] = new JsonObject
        {
            ["bp"] = quote.Bid,
            ["bs"] = quote.BidSize,
            ["bx"] = "V",
            ["ap"] = quote.Ask,
            ["as"] = quote.AskSize,
            ["ax"] = "V",
            ["c"] = new JsonArray(),
            ["z"] = "A",
        };
        return json;
    }

    private static JsonObject Head(string channel, string symbol, long ts, long ingest, long seq) => new()
    {
        ["ingest_ts"] = Text(ingest),
        ["event_ts"] = Text(ts),
        ["feed"] = "sip",
        ["channel"] = channel,
        ["symbol"] = symbol,
        ["seq"] = Text(seq),
        ["is_final"] = true,
        ["source"] = "ws",
        ["window"] = null,
        ["version"] = 1,
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private async Task<string> WriteAsync(string name, AvroSchema schema, string codec, IEnumerable<JsonObject> records)
    {
        var path = Path.Combine(_folder, name);
        var job = new JsonObject { ["op"] = "write", ["schema"] = schema.Json, ["path"] = path, ["codec"] = codec, ["records"] = new JsonArray([.. records]) };
        await NodeInteropClient.RunAsync("avsc-files.mjs", job.ToJsonString());
        return path;
    }

    private async Task<List<T>> ReadAsync<T>(string name, RecordCodec<T> codec)
        where T : struct
    {
        var response = await NodeInteropClient.RunAsync(
            "avsc-files.mjs", new JsonObject { ["op"] = "read", ["path"] = Path.Combine(_folder, name) }.ToJsonString());
        using var document = JsonDocument.Parse(response);
        var strings = new AvroStringPool();
        return [.. document.RootElement.EnumerateArray().Select(json => FromGeneric(codec, AvroJson.Read(codec.Schema, json), strings))];
    }

    private static T FromGeneric<T>(RecordCodec<T> codec, object? value, AvroStringPool strings)
        where T : struct
    {
        var reader = new AvroReader(ApacheAvro.Write(codec.Schema, value));
        return codec.Read(ref reader, strings);
    }

    private static async Task<string> RunAsync(int exitCode, params string[] words)
    {
        await using var process = ServiceProcess.Start("torghut-ta", new Dictionary<string, string>(), words);
        Assert.That(await process.WaitForExitAsync(Timeout), Is.EqualTo(exitCode), process.Output);
        return process.Output;
    }
}
