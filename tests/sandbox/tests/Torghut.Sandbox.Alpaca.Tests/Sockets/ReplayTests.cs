using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Lean;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests.Sockets;

/// <summary>What leaves the socket in a replay is exactly what was recorded.</summary>
public sealed class ReplayTests : SimulatorTestBase
{
    private LeanTestFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new LeanTestFolder();

    [TearDown]
    public async Task Delete()
    {
        await Stop();
        _folder.Dispose();
    }

    [Test]
    public async Task Replay_OfAFewRows_SendsEachOnceWithAllItsFields()
    {
        _folder.Trades("IBM", "34200688,1826900,100,N,20200040,0", "34200688,1826950,7,P,80000001,0", "34261000,1827000,200,D,1,0");
        _folder.Quotes("IBM", "34200100,1826800,300,0,0,P,1,0", "34200200,0,0,1827100,500,N,1,0");
        await StartAsync(_folder.Options());
        var socket = await AuthenticatedAsync();
        await socket.AskAsync("""{"action":"subscribe","trades":["*"],"quotes":["*"],"bars":["*"]}""", "subscription");
        var data = await socket.ReadUntilAsync(m => m.Count == 7);
        Assert.That(data.Select(m => m.ToJsonString()), Is.EqualTo(new[]
        {
            """{"T":"q","S":"IBM","ax":" ","ap":0,"as":0,"bx":"P","bp":182.68,"bs":300,"c":["R"],"t":"2013-10-07T13:30:00.1Z","z":"A"}""",
            """{"T":"q","S":"IBM","ax":"N","ap":182.71,"as":500,"bx":"P","bp":182.68,"bs":300,"c":["R"],"t":"2013-10-07T13:30:00.2Z","z":"A"}""",
            """{"T":"t","S":"IBM","i":1,"x":"N","p":182.69,"s":100,"c":["O","X"],"t":"2013-10-07T13:30:00.688Z","z":"A"}""",
            """{"T":"t","S":"IBM","i":2,"x":"P","p":182.695,"s":7,"c":["@","I"],"t":"2013-10-07T13:30:00.688Z","z":"A"}""",
            """{"T":"b","S":"IBM","o":182.69,"h":182.69,"l":182.69,"c":182.69,"v":107,"t":"2013-10-07T13:30:00Z","n":2,"vw":182.690327}""",
            """{"T":"t","S":"IBM","i":3,"x":"D","p":182.7,"s":200,"c":["@"],"t":"2013-10-07T13:31:01Z","z":"A"}""",
            """{"T":"b","S":"IBM","o":182.7,"h":182.7,"l":182.7,"c":182.7,"v":200,"t":"2013-10-07T13:31:00Z","n":1,"vw":182.7}""",
        }));
        var progress = await Eventually.ReadsAsync(() => GetAsync("/_sim/progress"), p => (bool)p["finished"]!, "the end of the replay");
        Assert.That(progress["sent"]!.ToJsonString(), Is.EqualTo("""{"trades":3,"quotes":2,"bars":2,"updated_bars":0}"""));
        Assert.That(progress["totals"]!.ToJsonString(), Is.EqualTo("""{"trades":3,"quotes":2}"""));
    }

    [Test]
    public async Task Replay_FromATimeOfDay_LeavesOutWhatWasBefore()
    {
        _folder.Trades("IBM", "34199999,1826900,100,N,1,0", "34200000,1826950,7,N,1,0", "34261000,1827000,200,D,1,0");
        _folder.Quotes("IBM", "34100100,1826800,300,0,0,P,1,0", "34200200,0,0,1827100,500,N,1,0");
        await StartAsync(_folder.Options() with { From = new TimeOnly(9, 30) });
        var socket = await AuthenticatedAsync();
        await socket.AskAsync("""{"action":"subscribe","trades":["*"],"quotes":["*"]}""", "subscription");
        var data = await socket.ReadUntilAsync(m => m.Count == 3);
        Assert.That(data.Select(m => $"{m["T"]} {m["i"]} {m["t"]}"), Is.EqualTo(new[]
        {
            "t 2 2013-10-07T13:30:00Z", "q  2013-10-07T13:30:00.2Z", "t 3 2013-10-07T13:31:01Z",
        }));
        var progress = await Eventually.ReadsAsync(() => GetAsync("/_sim/progress"), p => (bool)p["finished"]!, "the end of the replay");
        Assert.That(progress["totals"]!.ToJsonString(), Is.EqualTo("""{"trades":2,"quotes":1}"""));
    }

    [Test]
    public async Task Replay_ToAClientThatStalls_LosesNothing()
    {
        const int Rows = 200_000;
        _folder.Trades("IBM", [.. Enumerable.Range(0, Rows).Select(i => $"{34_200_000 + i},{1_000_000 + i},{1 + (i % 500)},N,1,0")]);
        await StartAsync(_folder.Options());
        var socket = await AuthenticatedAsync();
        await socket.AskAsync("""{"action":"subscribe","trades":["IBM"]}""", "subscription");

        // Nothing is read until the source has come to a stop because of it.
        var before = -1L;
        bool Stands(JsonNode progress)
        {
            var (last, now) = (before, (long)progress["emitted"]!["trades"]!);
            before = now;
            return now > 0 && now == last;
        }

        var stalled = await Eventually.ReadsAsync(() => GetAsync("/_sim/progress"), Stands, "a stalled source");
        Assert.That((bool)stalled["finished"]!, Is.False);

        var data = await socket.ReadUntilAsync(m => m.Count == Rows);
        Assert.That(data.Select(m => (int)m["i"]!), Is.EqualTo(Enumerable.Range(1, Rows)));
    }

    [Test]
    public async Task Replay_Frames_HoldAtMostTheConfiguredNumberOfMessages()
    {
        _folder.Trades("IBM", [.. Enumerable.Range(0, 1_000).Select(i => $"{34_200_000 + i},1000000,1,N,1,0")]);
        await StartAsync(_folder.Options() with { MaxBatch = 7 });
        var socket = await AuthenticatedAsync();
        await socket.AskAsync("""{"action":"subscribe","trades":["IBM"]}""", "subscription");
        for (var left = 1_000; left > 0;)
        {
            var frame = (await socket.ReadAsync()).AsArray();
            Assert.That(frame, Has.Count.InRange(1, 7));
            left -= frame.Count;
        }
    }

    [Test]
    public async Task Replay_AtASpeed_TakesItsTimeAndMovesTheClock()
    {
        _folder.Trades("IBM", "34200000,1000000,1,N,1,0", "34260000,1000000,1,N,1,0");
        await StartAsync(_folder.Options(speed: 100));
        var before = await GetAsync("/v2/clock");
        Assert.That(before.ToJsonString(), Is.EqualTo(
            """{"timestamp":"2013-10-07T09:30:00-04:00","is_open":true,"next_open":"2013-10-08T09:30:00-04:00","next_close":"2013-10-07T16:00:00-04:00"}"""));
        var socket = await AuthenticatedAsync();
        var started = TimeProvider.System.GetTimestamp();
        await socket.AskAsync("""{"action":"subscribe","trades":["IBM"]}""", "subscription");
        await socket.ReadUntilAsync(m => m.Count == 2);
        Assert.That(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, Is.GreaterThan(590), "A minute at 100 times takes 0.6 s.");
    }

    [Test]
    public async Task Replay_ShiftedToNow_KeepsDistancesAndWholeMinutes()
    {
        _folder.Trades("IBM", "34200500,1000000,1,N,1,0", "34201750,1000000,1,N,1,0");
        await StartAsync(_folder.Options() with { ShiftToNow = true });
        var socket = await AuthenticatedAsync();
        await socket.AskAsync("""{"action":"subscribe","trades":["IBM"]}""", "subscription");
        var times = (await socket.ReadUntilAsync(m => m.Count == 2)).Select(m => DateTimeOffset.Parse(m["t"]!.ToString(), CultureInfo.InvariantCulture))
            .ToArray();
        Assert.That(times[1] - times[0], Is.EqualTo(TimeSpan.FromMilliseconds(1250)));
        Assert.That(TimeProvider.System.GetUtcNow() - times[0], Is.LessThan(TimeSpan.FromMinutes(2)));
        Assert.That((times[0].Second, times[0].Millisecond), Is.EqualTo((0, 500)));
    }

    [Test]
    [Category("Recorded")]
    public async Task Replay_OfARecordedDay_SendsEveryTrade()
    {
        if (RecordedTicks.Folder is not { } folder)
        {
            Assert.Pass("No recorded ticks here; the synthetic day above is judged in the same way. Set TORGHUT_TICKS to a LEAN data folder.");
            return;
        }

        await StartAsync(_folder.Options() with { TicksDirectory = folder, Symbols = ["IBM"] });
        var expected = Rows(new LeanFolder(folder, LeanTestFolder.Date).TradeFile("IBM")).ToArray();
        var socket = await AuthenticatedAsync();
        await socket.AskAsync("""{"action":"subscribe","trades":["IBM"],"quotes":["IBM"],"bars":["IBM"]}""", "subscription");
        var trades = new List<string>();
        while (trades.Count < expected.Length)
        {
            trades.AddRange((await socket.ReadAsync()).AsArray().Where(m => m!["T"]!.ToString() == "t").Select(m => Key(m!)));
        }

        Assert.That(trades, Is.EqualTo(expected));
    }

    private static string Key(JsonNode trade)
    {
        var time = DateTimeOffset.Parse(trade["t"]!.ToString(), CultureInfo.InvariantCulture).AddHours(-4).TimeOfDay.TotalMilliseconds;
        return string.Create(CultureInfo.InvariantCulture, $"{trade["i"]},{time:0},{(decimal)trade["p"]! * 10_000:0},{trade["s"]},{trade["x"]}");
    }

    private static IEnumerable<string> Rows(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var reader = new StreamReader(archive.Entries.Single().Open());
        for (var row = 1; reader.ReadLine() is { } line; row++)
        {
            yield return $"{row},{string.Join(',', line.Split(',').Take(4))}";
        }
    }
}
