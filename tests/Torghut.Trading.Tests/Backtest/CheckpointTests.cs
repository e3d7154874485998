using Torghut.Trading.Backtest;
using Torghut.Trading.Backtest.Checkpoints;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>A run that is killed anywhere and goes on from its checkpoint says and decides the same, to the byte, as one that nobody disturbed.</summary>
public sealed class CheckpointTests
{
    private const int Seconds = 700;
    private const int Kills = 6;

    /// <summary>Records between checkpoints.</summary>
    private const int Every = 100;

    private const string Catalogue =
        """
        strategies:
          - name: dip
            type: macd_rsi
            max_notional_per_trade: 5000
            cooldown_seconds: 5
          - name: looks-back-and-at-its-position
            type: rules
            entry: position.qty < 60 and change(macd, 20) > 0 and crosses_above(macd, macd_signal) or avg(rsi14, 90) < 45 and position.qty == 0
            exit: position.unrealized_pct > 0.1 or minutes_since_open > 9
            max_notional_per_trade: 9000
            cooldown_seconds: 2
        """;

    private string _folder = "";

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-checkpoint-").FullName;
        LeanTicks.Write(Path.Combine(_folder, "lean"), Seconds);
    }

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestCase(1, "touch")]
    [TestCase(2, "queue")]
    [TestCase(1, "quote", Category = "Long")]
    [TestCase(1, "queue", Category = "Long")]
    [TestCase(2, "touch", Category = "Long")]
    [TestCase(2, "quote", Category = "Long")]
    public void Run_KilledAnywhereAgainAndAgain_SameBytes(int seed, string way)
    {
        var (records, fills) = (RecordedDayOfSignals.Bytes(Seconds), Enum.Parse<FillKind>(way, ignoreCase: true));
        var (whole, decisions) = Run(records, fills, "whole", null);
        Assert.That(((IEnumerable<JsonMap>)whole["models"]!).Select(model => (long)model["executions"]!), Is.All.GreaterThan(20));

        var random = new Random(seed);
        var every = random.Next(1, 900);
        var killed = 0;
        for (var i = 0; i < Kills; i++)
        {
            var signals = random.Next(1, 2 * Seconds);
            try
            {
                _ = Run(records, fills, "killed", every, () => signals-- == 0);
                break;
            }
            catch (OperationCanceledException)
            {
                killed++;
            }
        }

        var (report, again) = Run(records, fills, "killed", every);
        Assert.That(killed, Is.Positive);
        Assert.That(CanonicalJson.Serialize(report), Is.EqualTo(CanonicalJson.Serialize(whole)));
        Assert.That(ReportPage.Render(report), Is.EqualTo(ReportPage.Render(whole)));
        Assert.That(again, Is.EqualTo(decisions));
        Assert.That(File.Exists(Checkpoint), Is.False, "a run that has ended leaves none");
    }

    /// <summary>What was worked off is not worked off again, or the checkpoint would be of no use.</summary>
    [Test]
    public void Run_GoesOn_LooksAtTheRestOnly()
    {
        var records = RecordedDayOfSignals.Bytes(Seconds);
        Kill(records);
        var seen = 0;
        _ = Run(records, FillKind.Touch, "killed", Every, () => ++seen < 0);
        Assert.That(seen, Is.InRange(1, Seconds + Every), "half of the signals were done, and at most one checkpoint's records are worked off again");
    }

    [Test]
    public void Run_OtherRecords_AreRefused()
    {
        Kill(RecordedDayOfSignals.Bytes(Seconds));
        var others = RecordedDayOfSignals.Bytes(Seconds, signal => signal with { Rsi14 = signal.Rsi14 + 1 });
        Assert.That(() => Run(others, FillKind.Touch, "killed", 100), Throws.TypeOf<InvalidDataException>().With.Message.Contains("other records"));
        Assert.That(() => Run(RecordedDayOfSignals.Bytes(9), FillKind.Touch, "killed", 100), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Run_OtherSettings_AreRefused()
    {
        var records = RecordedDayOfSignals.Bytes(Seconds);
        Kill(records);
        Assert.That(
            () => Run(records, FillKind.Touch, "killed", 100, cash: 50_000),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("another run"));
        Assert.That(() => Run(records, FillKind.Queue, "killed", 100), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Load_DamagedAnywhere_IsRefused()
    {
        Kill(RecordedDayOfSignals.Bytes(Seconds));
        var whole = File.ReadAllBytes(Checkpoint);
        var random = new Random(5);
        for (var i = 0; i < 60; i++)
        {
            var damaged = i % 4 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            if (damaged.Length == whole.Length)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            }

            File.WriteAllBytes(Checkpoint, damaged);
            Assert.That(
                () => new CheckpointFile(Checkpoint, new byte[32]).Load(_ => Assert.Fail("it is damaged")),
                Throws.TypeOf<InvalidDataException>().With.Message.Contains("damaged"));
        }
    }

    [Test]
    public void Parse_Checkpoint_IsNoneOfWhatAReportNames()
    {
        var arguments = BacktestArguments.Parse(["--checkpoint", "c", "--signals", "-", "--checkpoint-records", "7", "--json"], out _)!;
        Assert.That((arguments.Checkpoint, arguments.CheckpointRecords), Is.EqualTo(("c", 7L)));
        Assert.That(arguments.Words, Is.EqualTo(new[] { "--signals", "-", "--json" }));
        Assert.That(BacktestArguments.Parse(["--signals", "-", "--checkpoint", "c", "--decisions", "-"], out var problem), Is.Null);
        Assert.That(problem, Does.Contain("--checkpoint"));
        Assert.That(BacktestArguments.Parse(["--signals", "-", "--checkpoint-records", "0"], out _), Is.Null);
    }

    private string Checkpoint => Path.Combine(_folder, "checkpoint");

    private void Kill(byte[] records)
    {
        var left = Seconds;
        Assert.That(() => Run(records, FillKind.Touch, "killed", Every, () => left-- == 0), Throws.TypeOf<OperationCanceledException>());
        Assert.That(File.Exists(Checkpoint), Is.True);
    }

    /// <param name="name">Of the file of decisions.</param>
    /// <param name="every">Records between checkpoints; null for none.</param>
    /// <param name="dies">Asked at every signal.</param>
    private (JsonMap Report, string Decisions) Run(
        byte[] records, FillKind fills, string name, int? every, Func<bool>? dies = null, decimal cash = 100_000)
    {
        var path = Path.Combine(_folder, name + ".jsonl");
        RunCheckpoints? kept = null;
        JsonMap report;
        using (var log = new DecisionLog(path))
        {
            var lean = "lean:" + Path.Combine(_folder, "lean");
            var arguments = BacktestArguments.Parse(["--signals", "-", "--ticks", lean, "--fills", CanonicalText.Of(fills)], out _)!;
            var risk = new RiskOptions { Cooldown = TimeSpan.Zero, MaxEntriesPerSymbolMinute = 60 };
            var settings = BacktestJobTests.Settings() with { Cash = cash, Risk = risk };
            var job = new BacktestJob(arguments, settings, CatalogueParser.Parse("strategies.yaml", Catalogue).Catalogue!, CostTable.Shipped(1))
            {
                Checkpoints = every is { } count ? run => kept = new RunCheckpoints(new CheckpointFile(Checkpoint, run), count, log) : null,
                Seen = _ =>
                {
                    if (dies?.Invoke() == true)
                    {
                        throw new OperationCanceledException("killed");
                    }
                },
            };
            report = job.Run(new MemoryStream(records), log.Writer, new TrialLedger(null), _ => { }, CancellationToken.None);
        }

        kept?.End();
        return (report, File.ReadAllText(path));
    }
}
