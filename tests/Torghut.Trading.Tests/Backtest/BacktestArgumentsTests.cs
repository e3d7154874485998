using Torghut.Common.Hosting;
using Torghut.Trading.Backtest;
using Torghut.Trading.Hosting;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>The words of the command line.</summary>
public sealed class BacktestArgumentsTests
{
    [Test]
    public void Parse_AllWords_AreTaken()
    {
        var arguments = BacktestArguments.Parse(
            ["--signals", "avro:day.avro", "--ticks", "lean:/data", "--from", "2013-10-07", "--to", "2013-10-08", "--symbols", "IBM,SPY", "--cash", "5000",
             "--fills", "queue", "--latency-ms", "20", "--json"],
            out var problem)!;
        Assert.That(problem, Is.Null);
        Assert.That((arguments.Signals, arguments.LeanTicks, arguments.Cash, arguments.Fills), Is.EqualTo(("day.avro", "/data", 5_000m, FillKind.Queue)));
        Assert.That((arguments.From, arguments.To, arguments.Json), Is.EqualTo((new DateOnly(2013, 10, 7), new DateOnly(2013, 10, 8), true)));
        Assert.That(arguments.Latency, Is.EqualTo(TimeSpan.FromMilliseconds(20)));
    }

    [TestCase("--signals is missing")]
    [TestCase("understood", "--signals", "day.avro")]
    [TestCase("need --ticks", "--signals", "-", "--fills", "quote")]
    [TestCase("understood", "--signals", "-", "--fills", "Touch,Quote")]
    [TestCase("after --to", "--signals", "-", "--from", "2013-10-08", "--to", "2013-10-07")]
    [TestCase("needs a value", "--signals")]
    public void Parse_WrongWords_SaysWhat(string expected, params string[] words)
    {
        Assert.That(BacktestArguments.Parse(words, out var problem), Is.Null);
        Assert.That(problem, Does.Contain(expected));
    }

    [TestCase("--checkpoint", "state")]
    [TestCase("--checkpoint-records", "5")]
    public void Commands_ThatKeepNoCheckpoint_RefuseIt(params string[] checkpoint)
    {
        string[] words = ["--signals", "avro:not-there.avro", .. checkpoint];
        Assert.That(BacktestArguments.Parse(words, out _), Is.Not.Null, "a single backtest takes it");
        Assert.That(BacktestArguments.ParseWithoutCheckpoint(words, out var problem), Is.Null);
        Assert.That(problem, Does.Contain("keeps no checkpoints"));
    }

    [Test]
    public async Task SweepLookaheadAndReconcileLive_Checkpoint_AreWrongUsage()
    {
        string[] words = ["--signals", "avro:not-there.avro", "--checkpoint", "state"];
        Assert.That(BacktestSweep.Run(Context([]), ["--param", "buy_rsi_below=30:35:5", .. words], CancellationToken.None), Is.EqualTo(ExitCodes.Usage));
        Assert.That(BacktestLookahead.Run(Context([]), words, CancellationToken.None), Is.EqualTo(ExitCodes.Usage));
        var reconcile = await ReconcileLiveCommand.Command.RunAsync(Context(["--day", "2013-10-07", .. words]), CancellationToken.None);
        Assert.That(reconcile, Is.EqualTo(ExitCodes.Usage));
    }

    private static CommandContext Context(IReadOnlyList<string> words) => new(words, new Dictionary<string, string>(StringComparer.Ordinal));
}
