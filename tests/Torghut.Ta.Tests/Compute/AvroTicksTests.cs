using Torghut.Avro.Files;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;
using Torghut.Ta.Compute;
using Torghut.Ta.Engine;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Tests.Compute;

[TestFixture]
internal sealed class AvroTicksTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("torghut-avro").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(true)]
    [TestCase(false)]
    public void Run_AvroFiles_GivesWhatTheOracleSays(bool deflate)
    {
        var scenario = Scenario.Make(3, trades: 2_000, seconds: 300);
        var trades = Write("trades.avro", ContractSchemas.Trade, deflate, scenario.Trades, (OracleTrade trade, ref Torghut.Avro.AvroWriter writer) =>
            TradeCodec.Write(
                new Trade(
                    Head(Channels.Trades, trade.Symbol, trade.Ts, trade.Ingest, trade.Seq), trade.Id, trade.Price, trade.Size, trade.Exchange,
                    [.. trade.Conditions.Select(c => c.ToString())], trade.Tape.ToString()),
                ref writer));
        var quotes = Write("quotes.avro", ContractSchemas.Quote, deflate, scenario.Quotes, (OracleQuote quote, ref Torghut.Avro.AvroWriter writer) =>
            QuoteCodec.Write(
                new Quote(Head(Channels.Quotes, quote.Symbol, quote.Ts, quote.Ingest, quote.Seq), quote.Bid, quote.BidSize, "V", quote.Ask, quote.AskSize, "V", [], "A"),
                ref writer));
        var run = new EngineRun();
        var set = TickSet.Find(new ComputeArguments(null, [quotes, trades], _folder, OutputFormat.Csv, [], null)).Single();
        new OfflineRun(new EngineOptions(), run).Run(set, _ => { }, CancellationToken.None);
        OracleComparison.AssertEqual(run.Bars, run.Signals, TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings()));
    }

    [Test]
    public void Run_SameInputTwice_WritesTheSameBytes()
    {
        var scenario = Scenario.Make(4);
        byte[] Results(string name)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
            using (var results = new AvroResults(folder))
            {
                var run = new EngineRun();
                scenario.Feed(run, new Random(1));
                run.Finish();
                foreach (var bar in run.BarLog) results.OnMicrobar(bar);
            }

            return File.ReadAllBytes(Path.Combine(folder, "microbars.avro"));
        }

        Assert.That(Results("one"), Is.EqualTo(Results("two")).And.Not.Empty);
    }

    [Test]
    public void TryReadBlock_DamagedMarker_IsRefused()
    {
        var path = Write("trades.avro", ContractSchemas.Trade, false, Scenario.Make(5).Trades, (OracleTrade trade, ref Torghut.Avro.AvroWriter writer) =>
            TradeCodec.Write(new Trade(Head("trades", trade.Symbol, trade.Ts, 0, 0), 1, 1, 1, "V", [], "A"), ref writer));
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        using var reader = new AvroFileReader(new MemoryStream(bytes));
        Assert.That(() => reader.TryReadBlock(out _, out _), Throws.TypeOf<InvalidDataException>());
    }

    private delegate void Encode<T>(T value, ref Torghut.Avro.AvroWriter writer);

    private string Write<T>(string name, Torghut.Avro.AvroSchema schema, bool deflate, List<T> values, Encode<T> encode)
    {
        var path = Path.Combine(_folder, name);
        using var file = new AvroFileWriter(File.Create(path), schema, deflate);
        foreach (var value in values)
        {
            var writer = file.Writer;
            encode(value, ref writer);
            file.DatumWritten();
        }

        return path;
    }

    private static Envelope Head(string channel, string symbol, long ts, long ingest, long seq) =>
        new(ingest, ts, "sip", channel, symbol, seq, true, Sources.WebSocket, null);
}
