using System.Buffers;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Torghut.Avro;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Containers;
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
        var trades = Write("trades.avro", RecordCodecs.Trade, deflate, scenario.Trades.Select(trade => new Trade(
            Head(Channels.Trades, trade.Symbol, trade.Ts, trade.Ingest, trade.Seq), trade.Id, trade.Price, trade.Size, trade.Exchange,
            [.. trade.Conditions.Select(c => c.ToString())], trade.Tape.ToString())));
        var quotes = Write("quotes.avro", RecordCodecs.Quote, deflate, scenario.Quotes.Select(quote =>
            new Quote(Head(Channels.Quotes, quote.Symbol, quote.Ts, quote.Ingest, quote.Seq), quote.Bid, quote.BidSize, "V", quote.Ask, quote.AskSize, "V", [],
            "A")));
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
                foreach (var bar in run.BarLog)
                {
                    results.OnMicrobar(bar);
                }
            }

            return File.ReadAllBytes(Path.Combine(folder, "microbars.avro"));
        }

        Assert.That(Results("one"), Is.EqualTo(Results("two")).And.Not.Empty);
    }

    [Test]
    public void Open_DamagedMarker_IsRefused()
    {
        var bytes = Trades(deflate: false);
        bytes[^1] ^= 1;
        Assert.That(() => Read(bytes), Throws.TypeOf<InvalidDataException>().With.Message.Contains("marker"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Open_EveryBytePatternOfDamage_IsAnErrorOrRecords(bool deflate)
    {
        var whole = Trades(deflate);
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var bytes = whole.ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            var cut = bytes.AsSpan(0, i % 2 == 0 ? bytes.Length : random.Next(bytes.Length)).ToArray();
            Assert.That(
                Outcome(cut),
                Is.Null.Or.InstanceOf<IOException>().Or.InstanceOf<InvalidDataException>().Or.InstanceOf<AvroException>().Or.InstanceOf<AvroSchemaException>());
        }
    }

    [TestCase("block of two gigabytes", 1L, (long)int.MaxValue)]
    [TestCase("negative size", 1L, -1L)]
    [TestCase("negative count", -1L, 0L)]
    [TestCase("more data than bytes", long.MaxValue, 0L)]
    public void Open_HostileBlockHead_IsRefusedWithoutAllocating(string what, long count, long size)
    {
        var file = Container(ContractSchemas.Trade, deflate: false, (count, size, []));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Outcome(file), Is.InstanceOf<IOException>().Or.InstanceOf<InvalidDataException>(), what);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(16 << 20), what);
    }

    [Test]
    public void Open_BlockThatInflatesBeyondTheBound_IsRefused()
    {
        using var bomb = new MemoryStream();
        using (var deflate = new DeflateStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i <= ContainerReader.MaxBlockBytes >> 20; i++)
            {
                deflate.Write(zeros);
            }
        }

        var file = Container(ContractSchemas.Trade, deflate: true, (1, bomb.Length, bomb.ToArray()));
        Assert.That(Outcome(file), Is.TypeOf<InvalidDataException>().With.Message.Contains("larger"));
    }

    [TestCase(0)]
    [TestCase(2)]
    public void Open_CountThatIsNotTheBlocks_IsRefused(int count)
    {
        var datum = Datum();
        var file = Container(ContractSchemas.Trade, deflate: false, (count, datum.Length, datum));
        Assert.That(Outcome(file), Is.InstanceOf<InvalidDataException>().Or.InstanceOf<AvroException>());
    }

    [Test]
    public void TryRead_EmptyBlockBetweenOthers_IsNoEnd()
    {
        var datum = Datum();
        var file = Container(ContractSchemas.Trade, deflate: false, (1, datum.Length, datum), (0, 0, []), (1, datum.Length, datum), (0, 0, []));
        Assert.That(Read(file), Is.EqualTo(2));
    }

    [Test]
    public void TryRead_WrittenWithAnotherSchema_ResolvesIt()
    {
        // The writer's extra field comes first and is skipped.
        var json = JsonNode.Parse(ContractSchemas.Trade.Json)!;
        json["fields"]!.AsArray().Insert(0, JsonNode.Parse("""{"name":"news","type":["null","string"],"default":null}"""));
        var grown = AvroSchema.Parse(json.ToJsonString());
        byte[] datum = [0, .. Datum()];
        Assert.That(Read(Container(grown, deflate: false, (1, datum.Length, datum))), Is.EqualTo(1));
    }

    private static byte[] Datum()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        TradeCodec.Write(new Trade(Head(Channels.Trades, "AAPL", 1, 0, 0), 1, 1, 1, "V", ["@"], "A"), ref writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Container(AvroSchema schema, bool deflate, params (long Count, long Size, byte[] Data)[] blocks)
    {
        var head = ContainerHeader.Write(schema, deflate);
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        writer.WriteFixed(head);
        foreach (var (count, size, data) in blocks)
        {
            writer.WriteLong(count);
            writer.WriteLong(size);
            writer.WriteFixed(data);
            writer.WriteFixed(head.AsSpan(head.Length - ContainerHeader.SyncBytes));
        }

        return buffer.WrittenSpan.ToArray();
    }

    private byte[] Trades(bool deflate)
    {
        var trades = Scenario.Make(5).Trades.Select(trade => new Trade(Head("trades", trade.Symbol, trade.Ts, 0, 0), 1, 1, 1, "V", [], "A"));
        return File.ReadAllBytes(Write("written.avro", RecordCodecs.Trade, deflate, trades));
    }

    private int Read(byte[] file)
    {
        var path = Path.Combine(_folder, "read.avro");
        File.WriteAllBytes(path, file);
        using var ticks = new AvroTicks<Trade, Trade>(path, RecordCodecs.Trade, trade => trade);
        var count = 0;
        while (ticks.TryRead(out _, out _))
        {
            count++;
        }

        return count;
    }

    private Exception? Outcome(byte[] file)
    {
        try
        {
            Read(file);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private string Write<T>(string name, RecordCodec<T> codec, bool deflate, IEnumerable<T> records)
        where T : struct
    {
        var path = Path.Combine(_folder, name);
        using var file = new RecordFileWriter<T>(File.Create(path), codec, deflate);
        foreach (var record in records)
        {
            file.Append(record);
        }

        return path;
    }

    private static Envelope Head(string channel, string symbol, long ts, long ingest, long seq) =>
        new(ingest, ts, "sip", channel, symbol, seq, true, Sources.WebSocket, null);
}
