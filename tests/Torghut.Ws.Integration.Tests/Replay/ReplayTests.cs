using System.IO.Compression;
using System.Text.Json;
using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Replay;

/// <summary>Recorded data takes the same way as live data.</summary>
public sealed class ReplayTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("torghut-replay-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, true);

    [Test]
    public async Task File_BadLineAmongGoodOnes_PublishesTheGoodUnderThePrefix()
    {
        var file = Path.Combine(_folder, "ticks.jsonl");
        await File.WriteAllLinesAsync(file,
        [
            """{"T":"t","S":"AAPL","i":1,"x":"V","p":10.5,"s":3,"c":["@"],"t":"2026-04-06T15:54:26.123456789Z","z":"C"}""",
            """{"T":"t","S":"AAPL","i":2,"x":"V","p":NaN,"s":3,"c":["@"],"t":"2026-04-06T15:54:27Z","z":"C"}""",
            """[{"T":"t","S":"AAPL","i":3,"x":"V","p":11,"s":3,"c":["@"],"t":"2026-04-06T15:54:28Z","z":"C"},{"T":"t","S":"AAPL","i":3,"x":"V","p":11,"s":3,"c":["@"],"t":"2026-04-06T15:54:28Z","z":"C"}]""",
        ]);
        await using var sandbox = await WsSandbox.StartAsync();
        Assert.That(await sandbox.ReplayAsync("--file", file, "--topic-prefix", "drill."), Is.Zero);

        using var trades = sandbox.Read<Trade>("drill." + Topics.Trades);
        await trades.UntilAsync(records => records.Count >= 2, "both good trades arrive");
        Assert.That(trades.Records.Select(record => record.Value.Id), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(trades.Records[0].Value.Envelope, Has.Property("EventTs").EqualTo(1_775_490_866_123_456_789).And.Property("Source").EqualTo("replay"));
    }

    [Test]
    public async Task Lean_TwoSymbols_AreMergedByTimeAndAResumedRunGoesOn()
    {
        WriteLean("spy", "trade", "34200000,1687500,100,P,1,0\n34200005,1687600,200,P,20,0\n34200009,1687700,50,D,80000000,0\n");
        WriteLean("aig", "trade", "34200003,487500,10,N,40,0\n");
        WriteLean("aig", "quote", "34200001,487400,5,487600,7,N,0,0\n34200002,0,0,487700,9,Q,0,0\n");
        var progress = Path.Combine(_folder, "progress.json");
        string[] arguments = ["--lean", _folder, "--date", "2013-10-07", "--progress", progress];
        await using var sandbox = await WsSandbox.StartAsync();
        Assert.That(await sandbox.ReplayAsync(arguments), Is.Zero);
        Assert.That(JsonDocument.Parse(await File.ReadAllTextAsync(progress)).RootElement.GetProperty("Position").GetInt64(), Is.EqualTo(6));

        using var trades = sandbox.Read<Trade>(Topics.Trades);
        using var quotes = sandbox.Read<Quote>(Topics.Quotes);
        await trades.UntilAsync(records => records.Count >= 4, "four trades arrive");
        await quotes.UntilAsync(records => records.Count >= 2, "two quotes arrive");
        var spy = trades.Records.Where(record => record.Key == "SPY").Select(record => record.Value).ToList();
        Assert.That(spy.Select(trade => (trade.Id, trade.Price, trade.Size)), Is.EqualTo(new[] { (1L, 168.75, 100d), (2L, 168.76, 200d), (3L, 168.77, 50d) }));

        // 09:30 New York in October is 13:30 UTC.
        Assert.That(spy[0].Envelope.EventTs, Is.EqualTo(new DateTimeOffset(2013, 10, 7, 13, 30, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1_000_000));
        Assert.That(spy.Select(trade => trade.Conditions.Single()), Is.EqualTo(new[] { "@", "F", "I" }));
        var last = quotes.Records[^1].Value;
        Assert.That((last.BidPrice, last.BidExchange, last.AskPrice, last.AskExchange), Is.EqualTo((48.74, "N", 48.77, "Q")));

        WriteLean("spy", "trade", "34200000,1687500,100,P,1,0\n34200005,1687600,200,P,20,0\n34200009,1687700,50,D,80000000,0\n34200010,1687800,1,D,1,0\n");
        Assert.That(await sandbox.ReplayAsync(arguments), Is.Zero);
        await trades.UntilAsync(records => records.Count >= 5, "the one new trade arrives");
        Assert.That(trades.Records, Has.Count.EqualTo(5));
    }

    [Test]
    [Category("Long")]
    public async Task File_KilledInTheMiddle_GoesOnFromItsLastPositionAndLosesNothing()
    {
        const int Count = 300;
        var start = new DateTimeOffset(2026, 4, 6, 15, 0, 0, TimeSpan.Zero);
        var file = Path.Combine(_folder, "ticks.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, Count).Select(id =>
            $$"""{"T":"t","S":"AAPL","i":{{id}},"x":"V","p":10.5,"s":3,"c":["@"],"t":"{{start.AddSeconds(id):yyyy-MM-ddTHH:mm:ss}}Z","z":"C"}"""));
        var progress = Path.Combine(_folder, "progress.json");
        await using var sandbox = await WsSandbox.StartAsync();

        // Ten times as fast: the market's 300 s take 30 s, and the position is kept every 5 s.
        await using (var first = sandbox.StartReplay("--file", file, "--speed", "10", "--progress", progress))
        {
            await Eventually.HoldsAsync(() => File.Exists(progress), "the position is kept");
            await first.KillAsync();
            Assert.That(first.Output, Does.Contain("messages at 2026-04-06T15:0"));
        }

        var kept = JsonDocument.Parse(await File.ReadAllTextAsync(progress)).RootElement.GetProperty("Position").GetInt64();
        Assert.That(kept, Is.Positive.And.LessThan(Count), "The kill came too late to show anything.");
        Assert.That(await sandbox.ReplayAsync("--file", file, "--progress", progress), Is.Zero);

        using var trades = sandbox.Read<Trade>(Topics.Trades);
        await trades.UntilAsync(records => records.Any(record => record.Value.Id == Count), "the last trade arrives");
        Assert.That(trades.Records.Select(record => record.Value.Id).Distinct(), Is.EqualTo(Enumerable.Range(1, Count).Select(id => (long)id)));
        Assert.That(trades.Records.Where(record => record.Value.Id <= kept).Select(record => record.Value.Id), Is.Unique,
            "What the position counts is not sent again.");
        Assert.That(trades.Records.Select(record => record.Value.Envelope.Seq), Is.Ordered.And.Unique);
        Assert.That(trades.Records.Select(record => record.Key), Has.All.EqualTo("AAPL"));
    }

    [Test]
    [Category("Long")]
    public async Task Lean_RecordedDay_PublishesEveryTradeOnce()
    {
        if (RecordedTicks.Folder is not { } ticks)
        {
            Assert.Pass("No recorded ticks here; the small files above take the same way. Set TORGHUT_TICKS to a LEAN data folder.");
            return;
        }

        using var archive = ZipFile.OpenRead(Path.Combine(ticks, "equity", "usa", "tick", "ibm", "20131007_trade.zip"));
        using var rows = new StreamReader(archive.Entries.Single().Open());
        var expected = (await rows.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        await using var sandbox = await WsSandbox.StartAsync();
        Assert.That(await sandbox.ReplayAsync("--lean", ticks, "--date", "2013-10-07", "--symbols", "IBM"), Is.Zero);

        using var trades = sandbox.Read<Trade>(Topics.Trades);
        await trades.UntilAsync(records => records.Count >= expected, "every trade arrives");
        Assert.That(trades.Records.Select(record => record.Value.Id), Is.EqualTo(Enumerable.Range(1, expected).Select(number => (long)number)));
    }

    [TestCase("--file")]
    [TestCase("--lean", "x")]
    [TestCase("--file", "a", "--lean", "b")]
    [TestCase("--nonsense", "1")]
    public async Task Arguments_Wrong_AreNamedWithTheUsage(params string[] arguments)
    {
        await using var process = ServiceProcess.Start("torghut-ws", new Dictionary<string, string>(), ["replay", .. arguments]);

        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(64));
        Assert.That(process.Output, Does.Contain("Usage: torghut-ws replay"));
    }

    private void WriteLean(string symbol, string kind, string rows)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "equity", "usa", "tick", symbol)).FullName;
        using var archive = new ZipArchive(File.Create(Path.Combine(folder, $"20131007_{kind}.zip")), ZipArchiveMode.Create);
        using var writer = new StreamWriter(archive.CreateEntry($"20131007_{symbol}_{kind}.csv").Open());
        writer.Write(rows);
    }
}
