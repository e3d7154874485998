using Torghut.Contracts.Containers;
using Torghut.Contracts.Records;
using Torghut.Trading.Backtest;
using Torghut.Trading.Catalogue;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Signals that know what comes later are found, whichever way they learnt of it; honest ones are left alone.</summary>
public sealed class LookaheadCheckTests
{
    private const int Seconds = 400;

    private static readonly double[] Prices = Walk(Seconds + 1);

    /// <summary>A way of knowing the future: the feature of a second, from the prices of all seconds that the input holds.</summary>
    private static readonly Dictionary<string, Func<double[], int, Signal, Signal>> Leaks = new()
    {
        ["the next bar's close"] = (p, i, s) => s with { Ema = new Ema(p[Math.Min(i + 1, p.Length - 1)], s.Ema!.Value.Ema26) },
        ["the session's high"] = (p, _, s) => s with { Bollinger = new Bollinger(p[0], p.Max(), p[0]) },
        ["the session's low"] = (p, _, s) => s with { Bollinger = new Bollinger(p[0], p[0], p.Min()) },
        ["an unclosed window"] = (p, i, s) => s with { Ema = new Ema(p[(i / 30 * 30)..Math.Min((i / 30 * 30) + 30, p.Length)].Average(), 1) },
        ["a future quote"] = (p, i, s) => s with { Imbalance = new Imbalance(0.02, p[Math.Min(i + 3, p.Length - 1)], 1_000, 1, 1) },
        ["whole-day normalisation"] = (p, i, s) => s with { Rsi14 = Math.Clamp(50 + (10 * (p[i] - p.Average())), 0, 100) },
        ["scaling by the day's range"] = (p, i, s) => s with { Rsi14 = Math.Clamp(100 * (p[i] - p.Min()) / (p.Max() - p.Min() + 1e-9), 0, 100) },
        ["a centred average"] = (p, i, s) => s with { Ema = new Ema(1, p[Math.Max(0, i - 5)..Math.Min(i + 6, p.Length)].Average()) },
        ["the day's average price"] = (p, _, s) => s with { Vwap = new SignalVwap(p.Average(), null) },
        ["values filled in from behind"] = (p, i, s) => s with { RealizedVolatility = p[Math.Min(((i / 20) + 1) * 20, p.Length - 1)] / 1e5 },
    };

    private static IEnumerable<string> LeakNames => Leaks.Keys;

    [TestCaseSource(nameof(LeakNames))]
    public void Difference_PlantedLeak_IsFound(string name) => Assert.That(Found(Leaks[name]), Is.Not.Null);

    [Test]
    public void Leaks_Planted_AreTen() => Assert.That(Leaks, Has.Count.EqualTo(10));

    [TestCase("shipped")]
    [TestCase("band-reversal.yaml")]
    [TestCase("trend-pullback.yaml")]
    [TestCase("builtins-as-rules.yaml")]
    public void Difference_HonestSignals_NoAlarm(string catalogue) => Assert.That(Found((_, _, signal) => signal, catalogue), Is.Null);

    [Test]
    public void Cuts_OfAStream_AreTheSameEveryTime()
    {
        var records = Records(Seconds, (_, _, signal) => signal);
        var cuts = StreamCuts.Of(records, 5).Select(cut => (cut.At, cut.Records.Length)).ToList();
        Assert.That(StreamCuts.Of(records, 5).Select(cut => (cut.At, cut.Records.Length)), Is.EqualTo(cuts));
        Assert.That(cuts.Select(cut => cut.At).Distinct().Count(), Is.GreaterThan(1));
    }

    private static string? Found(Func<double[], int, Signal, Signal> leak, string catalogue = "shipped")
    {
        void Decide(Stream records, TextWriter decisions)
        {
            var arguments = BacktestArguments.Parse(["--signals", "-"], out _)!;
            new BacktestJob(arguments, BacktestJobTests.Settings(), Read(catalogue), CostTable.Shipped(0))
                .Run(records, decisions, new TrialLedger(null), _ => { }, CancellationToken.None);
        }

        var whole = LookaheadCheck.Read(Records(Seconds, leak), Decide);
        var random = new Random(3);
        return Enumerable.Range(0, 10).Select(_ => random.Next(40, Seconds - 1))
            .Select(until => LookaheadCheck.Difference(whole, LookaheadCheck.Read(Records(until, leak), Decide), RecordedDayOfSignals.Open.AddSeconds(until)))
            .FirstOrDefault(difference => difference is not null);
    }

    private static StrategyCatalogue Read(string catalogue) => (catalogue == "shipped"
        ? CatalogueParser.Parse(ShippedCatalogue.Name, ShippedCatalogue.Text)
        : CatalogueFile.Read(Path.Combine(Testing.Repository.Root, "docs/examples", catalogue)).Parse()).Catalogue!;

    /// <summary>What compute would make of ticks that end after so many seconds.</summary>
    private static byte[] Records(int seconds, Func<double[], int, Signal, Signal> leak)
    {
        var known = Prices[..(seconds + 1)];
        using var stream = new MemoryStream();
        using (var writer = new DerivedStreamWriter(stream))
        {
            for (var second = 1; second <= seconds; second++)
            {
                var signal = RecordedDayOfSignals.SignalOf("AAPL", second);
                var price = known[second];
                writer.Append(new Microbar(signal.Envelope with { Channel = Channels.Microbars }, price, price, price, price, 1_000, price, 10, null));
                writer.Append(leak(known, second, signal));
            }
        }

        return stream.ToArray();
    }

    private static double[] Walk(int length)
    {
        var random = new Random(5);
        var price = 100.0;
        return [.. Enumerable.Range(0, length).Select(_ => price = Math.Round(price + (random.NextDouble() - 0.5), 2))];
    }
}
