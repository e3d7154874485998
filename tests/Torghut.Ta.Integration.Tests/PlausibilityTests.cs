using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Runtime;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>Records that cannot be true change nothing but their own fate, and what an earlier build believed of them can be undone.</summary>
[TestFixture]
internal sealed class PlausibilityTests
{
    private static readonly TimeSpan Timeout = Eventually.Timeout;

    private TaSandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync() => _sandbox = await TaSandbox.StartAsync(partitions: 1);

    [TearDown]
    public async Task StopAsync() => await _sandbox.DisposeAsync();

    [TestCase(3.1 * 365 * 86_400)]
    [TestCase(3_600, Category = "Drill")]
    [TestCase(300, Category = "Long")]
    public async Task Run_OneTradeStampedAhead_IsADeadLetterAndNothingElseChanges(double seconds)
    {
        var scenario = Scenario.Make(41);
        var middle = scenario.Trades[scenario.Trades.Count / 2];
        using (var feeder = await Feeder.OpenAsync(_sandbox))
        {
            var ahead = middle with { Ts = middle.Ts + (long)(seconds * Scenario.Second), Id = 900_000_001 };
            foreach (var trade in scenario.Trades)
            {
                feeder.Send(trade);
                if (trade == middle)
                {
                    feeder.Send(ahead);
                    feeder.Send(ahead with { Amends = "correct", Original = middle.Id, Price = 1 });
                    feeder.Send(ahead with { Amends = "cancel", Original = middle.Id });
                }
            }

            foreach (var quote in scenario.Quotes)
            {
                feeder.Send(quote);
                if (quote == scenario.Quotes[100])
                {
                    feeder.Send(quote with { Ts = quote.Ts + (long)(seconds * Scenario.Second) });
                }
            }

            feeder.Flush();
        }

        // Three records more, which bars must not name.
        var expected = TaOracle.Run(scenario.Trades.Select(t => t with { Offset = t.Offset > middle.Offset ? t.Offset + 3 : t.Offset }), scenario.Quotes,
            new OracleSettings());
        await using var ta = new RunningTa(_sandbox.Environment());
        await SignalsReachAsync(expected.Signals.Count, ta);
        OracleComparison.AssertEqual(await _sandbox.Microbars.LatestAsync(), await _sandbox.Signals.LatestAsync(), expected);
        Assert.That(await ta.MetricAsync("torghut_ta_implausible_events_total", "reason=\"future\""), Is.EqualTo(4));
        Assert.That(await ta.MetricAsync("torghut_ta_late_events_total"), Is.Zero);
        Assert.That((await ta.StatusAsync()).GetProperty("status").GetString(), Is.EqualTo("ok"));
        var letters = await new DerivedTopic<DeadLetter>(_sandbox, Topics.DeadLetter, RecordCodecs.DeadLetter, letter => (letter.Offset, letter.Topic))
            .DecodeAsync();
        Assert.That(letters.Select(letter => (letter.Reason.Split(':')[0], letter.Value is { Length: > 20 })), Is.All.EqualTo(("future", true)));
        Assert.That(letters.Select(letter => letter.Offset), Is.EquivalentTo(new long[] { middle.Offset + 1, middle.Offset + 2, middle.Offset + 3, 101 }));
    }

    /// <summary>Longer than a record may be, and as a dead letter longer than a broker takes: the transaction that carried it began anew for ever.</summary>
    [Test]
    [Category("Long")]
    public async Task Run_RecordOfAMegabyte_IsCutAndTheRestGoesOn()
    {
        var scenario = Scenario.Make(42);
        using (var feeder = await Feeder.OpenAsync(_sandbox))
        {
            feeder.Send(Topics.Trades, "AAPL", Encoding.UTF8.GetBytes(new string('x', 999_000)));
            feeder.Flush();
        }

        await Feeder.FeedAsync(_sandbox, scenario);
        await using var ta = new RunningTa(_sandbox.Environment());
        await SignalsReachAsync(Expect(scenario).Signals.Count, ta);
        Assert.That(await ta.MetricAsync("torghut_ta_implausible_events_total", "reason=\"too_long\""), Is.EqualTo(1));
    }

    /// <summary>
    /// Event and receipt are both a day ahead, as after an older build: the partition says so within five seconds; the command finds it and mends it; so does
    /// a start.
    /// </summary>
    [TestCase(true, Category = "Long")]
    [TestCase(false, Category = "Long")]
    public async Task Repair_ClockAheadOfItsLog_GoesOn(bool byCommand)
    {
        var before = Scenario.Make(43);
        await Feeder.FeedAsync(_sandbox, before);
        var environment = _sandbox.Environment();
        var ahead = before.Trades[0].Ts + (86_400 * Scenario.Second);
        await using (var ta = new RunningTa(environment))
        {
            await SignalsReachAsync(Expect(before).Signals.Count, ta);
            using (var feeder = await Feeder.OpenAsync(_sandbox))
            {
                feeder.Send(before.Trades[0] with { Ts = ahead, Ingest = ahead, Id = 77 });
                feeder.Send(before.Quotes[0] with { Ts = ahead, Ingest = ahead });
                feeder.Flush();
            }

            var lost = Shift(Scenario.Make(44), 200);
            await Feeder.FeedAsync(_sandbox, lost);
            await Eventually.HoldsAsync(async () => await ta.ReadinessAsync() == (false, "clock_ahead"), "/readyz says clock_ahead", TimeSpan.FromSeconds(5));
            Assert.That((await ta.StatusAsync()).GetProperty("status").GetString(), Is.EqualTo("degraded:clock_ahead"));
            Assert.That(await ta.MetricAsync("torghut_ta_faulty_partitions", "reason=\"clock_ahead\""), Is.EqualTo(1));
            Assert.That(ta.Process.Output, Does.Contain("\"event\":\"partition_faulty\"").And.Contain("clock_ahead"));
            await Eventually.HoldsAsync(
                async () => await ta.MetricAsync("torghut_ta_late_events_total") >= lost.Trades.Count, "what followed is late", Timeout);
            Assert.That(await ta.Process.StopAsync(), Is.Zero, ta.Process.Output);
        }

        if (byCommand)
        {
            // Offsets of a group without members expire; where the job goes on is in the changelog.
            using (var admin = _sandbox.Admin())
            {
                await admin.DeleteGroupsAsync([_sandbox.Group("torghut-ta-live")]);
            }

            Assert.That((await CommandAsync(environment, "check", "--json")).Code, Is.EqualTo(65));
            var (code, output) = await CommandAsync(environment, "repair", "--json");
            Assert.That(code, Is.Zero, output);
            var clocks = JsonDocument.Parse(output).RootElement.GetProperty("partitions")[0].GetProperty("clocks_ahead").EnumerateArray();
            Assert.That(clocks.Select(clock => clock.GetProperty("seconds_ahead").GetDouble()), Has.All.InRange(85_000, 87_000).And.Exactly(2).Items);
            Assert.That((await CommandAsync(environment, "check")).Code, Is.Zero);
        }

        var after = Shift(Scenario.Make(45), 400);
        await Feeder.FeedAsync(_sandbox, after);
        await using var mended = new RunningTa(environment);
        var expected = Expect(after);
        await Eventually.HoldsAsync(
            async () =>
            {
                var bars = await _sandbox.Microbars.LatestAsync();
                return expected.Bars.All(bar => bars.ContainsKey((bar.End - 1, bar.Symbol)));
            },
            "every later bar is there", Timeout);
        await mended.BecomesReadyAsync(Timeout);
        Assert.That(await mended.MetricAsync("torghut_ta_clock_repairs_total"), Is.EqualTo(byCommand ? 0 : 2));
    }

    /// <summary>Bytes that are no state, under a symbol's key and under that of the commit, cost nobody but that symbol.</summary>
    [Test]
    [Category("Long")]
    public async Task Start_DamagedChangelogRecords_CostTheirOwnSymbolAlone()
    {
        var first = Scenario.Make(46);
        await Feeder.FeedAsync(_sandbox, first);
        var environment = _sandbox.Environment();
        await using (var ta = new RunningTa(environment))
        {
            await SignalsReachAsync(Expect(first).Signals.Count, ta);
            Assert.That(await ta.Process.StopAsync(), Is.Zero, ta.Process.Output);
        }

        var group = _sandbox.Group("torghut-ta-live");
        using (var producer = _sandbox.Producer())
        {
            var commit = ChangelogFrame.Commit(new Runtime.CommittedOffsets(first.Trades.Count, first.Quotes.Count, -1));
            foreach (var (key, value) in new (string, byte[])[]
            {
                ("MSFT", [2, 1, 2, 3]), ("", [250, 1]), ("a\0b", [2, 84]), ("", commit),
            })
            {
                await producer.ProduceAsync(
                    new TopicPartition(_sandbox.Topic(Topics.TaState), 0), new Message<string, byte[]> { Key = $"{group}/{key}", Value = value });
            }
        }

        Assert.That((await CommandAsync(environment, "check")).Code, Is.EqualTo(65));
        var second = Shift(Scenario.Make(47), 200);
        await Feeder.FeedAsync(_sandbox, second);
        var both = TaOracle.Run([.. first.Trades, .. second.Trades.Select(t => t with { Offset = t.Offset + first.Trades.Count })],
            [.. first.Quotes, .. second.Quotes], new OracleSettings());
        await using var mended = new RunningTa(environment);
        await SignalsReachAsync(both.Signals.Count, mended);
        await mended.BecomesReadyAsync();
        Assert.That(await mended.MetricAsync("torghut_ta_clock_repairs_total"), Is.Zero, mended.Process.Output);
        Assert.That(await mended.MetricAsync("torghut_ta_decode_errors_total", "reason=\"state_damaged\""), Is.EqualTo(2));
        var signals = await _sandbox.Signals.LatestAsync();
        foreach (var expected in both.Signals.Where(signal => signal.Symbol != "MSFT"))
        {
            Assert.That(signals[(expected.End - 1, expected.Symbol)].Rsi14 ?? double.NaN, Is.EqualTo(expected.Rsi).Within(1e-9), mended.Process.Output);
        }
    }

    private static OracleResult Expect(Scenario scenario) => TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings());

    private static Scenario Shift(Scenario scenario, long seconds) => new(
        [.. scenario.Trades.Select(t => t with
        {
            Ts = t.Ts + (seconds * Scenario.Second), Ingest = t.Ingest + (seconds * Scenario.Second), Id = t.Id + (1_000 * seconds),
        })],
        [.. scenario.Quotes.Select(q => q with { Ts = q.Ts + (seconds * Scenario.Second), Ingest = q.Ingest + (seconds * Scenario.Second) })]);

    private static async Task<(int Code, string Output)> CommandAsync(IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        await using var process = ServiceProcess.Start("torghut-ta", environment, ["state", .. words]);
        var code = await process.WaitForExitAsync(Timeout);
        return (code, process.Output);
    }

    private async Task SignalsReachAsync(int count, RunningTa ta)
    {
        try
        {
            await Eventually.HoldsAsync(async () => (await _sandbox.Signals.LatestAsync()).Count >= count, $"{count} signals are there", Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail($"{exception.Message} {(await _sandbox.Signals.LatestAsync()).Count}\n{ta.Process.Output}");
        }
    }
}
