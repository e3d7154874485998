using System.Globalization;
using Confluent.Kafka;
using Torghut.Common.Schemas;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Pipeline.Tests.Recorded;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Failover.Tests;

/// <summary>
/// One of three nodes of Apache Kafka dies or is halted while the whole pipeline runs. Every stage goes on soon after the cluster has leaders again, nothing is
/// lost and nothing comes twice. TORGHUT_DRILL_CASES names cases (<see cref="FailoverCase.Parse"/>) and sets of cases (<see cref="FailoverSets"/>),
/// comma-separated, TORGHUT_DRILL_ROUNDS how often each; twenty at once are the most that the replayed half hour has time for.
/// </summary>
[TestFixture]
[NonParallelizable]
public sealed class BrokerFailoverTests
{
    private const string Trades = "torghut.trades.v1";
    private const int MostLines = 60;
    private static readonly DateOnly Date = new(2013, 10, 7);
    private static readonly string[] Symbols = ["AAA", "BBB"];
    private static readonly TimeSpan MostRecovery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MostApart = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(18);

    /// <summary>Seconds of the market that are replayed.</summary>
    private const double MarketSeconds = 1_800;

    /// <summary>A replay at its slowest, which goes on when the cases are over, and what it takes to store its end.</summary>
    private static readonly TimeSpan MostReplay = TimeSpan.FromSeconds(MarketSeconds) + TimeSpan.FromMinutes(5);

    /// <summary>Seconds that one case takes at most, its node's return included.</summary>
    private const int CaseSeconds = 75;

    private static readonly string DefaultCases = "leader:kill:12,group:stop:12,both:kill:5,group+ta:kill:5,ta+both:kill:5";

    [Test]
    [Category("Drill")]
    [TimeLimit(3600)]
    public async Task Replay_OneNodeOfThreeIsAway_EveryStageGoesOnAndNothingIsLost()
    {
        var data = SandboxProgram.NewDataDirectory();
        Directory.CreateDirectory(data);
        try
        {
            using var kafka = await RealKafka.StartAsync(Path.Combine(data, "real"));
            await RunAsync(kafka, data);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task RunAsync(RealKafka kafka, string data)
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("TORGHUT_DRILL_ROUNDS") ?? "1", CultureInfo.InvariantCulture);
        var cases = FailoverSets.Parse(Environment.GetEnvironmentVariable("TORGHUT_DRILL_CASES") ?? DefaultCases, rounds);
        var speed = Math.Max(1, MarketSeconds / ((cases.Count * CaseSeconds) + 60));
        var ticks = MadeTicks.Write(Path.Combine(data, "ticks"), Date);
        var keysFile = Path.Combine(data, "env");
        await using var up = SandboxProgram.Start(
            data,
            new Dictionary<string, string> { ["TA_TRADE_CONDITIONS"] = "all" },
            "up", "--kafka", kafka.Bootstrap, "--ticks", ticks, "--date", "2013-10-07", "--speed", speed.ToString("0.##", CultureInfo.InvariantCulture),
            "--data", Path.Combine(data, "run"), "--env-file", keysFile);
        await Eventually.HoldsAsync(
            () => up.HasExited || up.Output.Contains("The stack is up", StringComparison.Ordinal), "the stack is up", TimeSpan.FromMinutes(3));
        Assert.That(up.HasExited, Is.False, up.Output);
        var keys = SandboxProgram.ReadKeys(keysFile);
        var problems = new List<string>();
        await using (var watch = new StageWatch(keys))
        {
            await Eventually.HoldsAsync(() => watch.Count("decided") > 0, "signals are decided upon", TimeSpan.FromMinutes(3));
            foreach (var one in cases)
            {
                await RunCaseAsync(kafka, watch, one, Path.Combine(data, "run", "logs"), up, problems);
            }
        }

        Assert.That(up.HasExited, Is.False, up.Output);
        await IsStoredAsync(ticks, keys, up);
        await HasEveryTradeOnceAsync(kafka, keys);
        Assert.That(problems, Is.Empty);
    }

    private static async Task RunCaseAsync(RealKafka kafka, StageWatch watch, FailoverCase one, string logs, ServiceProcess up, List<string> problems)
    {
        await Eventually.HoldsAsync(kafka.IsWhole, "every replica is in sync", TimeSpan.FromMinutes(2));
        var node = one.Choose(await kafka.RolesAsync(
            ["torghut-ta-live", "torghut-ta-live-sink", "torghut-trading"], [.. Enumerable.Range(0, 3).Select(number => $"torghut-ta-live-{number}")]));
        var lines = LogLines(logs);
        var fault = watch.Now;
        var apart = await Faults.StrikeAsync(kafka, node.Node, one, up.Id);
        var back = fault + one.Away;
        TimeSpan? led = null;
        while (watch.Now < back)
        {
            led ??= kafka.TakesRecordsWithout(node.Node) ? watch.Now : null;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        if (one.Halts)
        {
            kafka.GoOn(node.Node);
        }
        else
        {
            await kafka.AgainAsync(node.Node);
        }

        // A node that comes back before it was given up leads again, or follows, when it answers.
        if (led is null)
        {
            await Eventually.HoldsAsync(
                () => kafka.TakesRecordsWithout(node.Node) || kafka.IsServing(node.Node), "the cluster takes records", TimeSpan.FromSeconds(60));
            led = watch.Now;
        }

        var until = led.Value + Settling;
        await Eventually.HoldsAsync(() => watch.Now >= until, "the case is over", Settling * 2);
        var recovery = watch.Recovery(fault, led.Value);
        var said = LogLines(logs).ToDictionary(pair => pair.Key, pair => pair.Value - lines.GetValueOrDefault(pair.Key));
        var figures = string.Join(", ", recovery.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value.TotalSeconds:0.0} s")));
        await TestContext.Progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"drill: {one}{(one.Service is null ? "" : $" ({apart.TotalSeconds:0.00} s apart)")}: {node}: led after {(led.Value - fault).TotalSeconds:0.0} s; then {figures}; lines {string.Join(", ", said.Select(pair => $"{pair.Key} {pair.Value}"))}"));
        if (apart >= MostApart)
        {
            problems.Add($"{one}: {apart.TotalSeconds:0.0} s between the two faults");
        }

        problems.AddRange(recovery.Where(pair => pair.Value > MostRecovery).Select(pair => $"{one}: {pair.Key} after {pair.Value.TotalSeconds:0.0} s"));
        problems.AddRange(said.Where(pair => pair.Value > MostLines && pair.Key != one.Service).Select(pair => $"{one}: {pair.Value} lines of {pair.Key}"));
    }

    private static Dictionary<string, int> LogLines(string folder) => new[] { "torghut-ws", "torghut-ta", "torghut-trading" }.ToDictionary(
        name => name,
        name => Lines(Path.Combine(folder, name + ".log")));

    private static int Lines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Count(letter => letter == '\n');
    }

    /// <summary>Every bar of the replay is stored, and each is that of the tick file.</summary>
    private static async Task IsStoredAsync(string ticks, IReadOnlyDictionary<string, string> keys, ServiceProcess up)
    {
        using var http = new HttpClient();
        var rows = new StoredRows(http, keys);
        foreach (var symbol in Symbols)
        {
            var expected = BarScript.Bars(ticks, symbol, Date);
            await Eventually.HoldsAsync(
                async () => up.HasExited || (await rows.MicrobarsAsync(symbol)).Count >= expected.Count,
                $"{symbol}: every bar is stored",
                MostReplay);
            var stored = await rows.MicrobarsAsync(symbol);
            Assert.That(stored.Keys, Is.EquivalentTo(expected.Keys), symbol);
            foreach (var (end, bar) in expected)
            {
                Assert.That(stored[end], Is.EqualTo(new[] { bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Count }), $"{symbol} {end}");
            }
        }
    }

    private static async Task HasEveryTradeOnceAsync(RealKafka kafka, IReadOnlyDictionary<string, string> keys)
    {
        using var registry = new SchemaRegistrySource(new SchemaRegistrySettings { Url = new Uri(keys["SCHEMA_REGISTRY_URL"]) }, TimeProvider.System);
        var decoder = new RecordDecoder<Trade>(RecordCodecs.Trade, registry, TimeProvider.System);
        using var consumer = new ConsumerBuilder<byte[]?, byte[]>(
            new ConsumerConfig { BootstrapServers = kafka.Bootstrap, GroupId = "drill", EnablePartitionEof = true }).Build();
        consumer.Assign(Enumerable.Range(0, Topics.All.Single(topic => topic.Name == Trades).Partitions)
            .Select(partition => new TopicPartitionOffset(Trades, partition, Offset.Beginning)));
        var open = consumer.Assignment.Count;
        var ids = new List<(string, long)>();
        while (open > 0)
        {
            var record = consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException("The topic of trades cannot be read.");
            if (record.IsPartitionEOF)
            {
                open--;
                continue;
            }

            var trade = (await decoder.DecodeAsync(record.Message.Value, CancellationToken.None)).Value;
            ids.Add((trade.Envelope.Symbol, trade.Id));
        }

        Assert.That(ids, Is.Unique);
        Assert.That(ids, Has.Count.EqualTo(8_000), "every trade once");
    }
}
