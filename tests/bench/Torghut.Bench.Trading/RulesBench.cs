using Torghut.Trading.Catalogue;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Bench.Trading;

/// <summary>One evaluation of a built-in strategy, and of the same as rules of the catalogue: time and memory, after both have wanted the same.</summary>
internal static class RulesBench
{
    private const double TargetNanos = 100;
    private const string Peer = "the hand-written strategy";

    private const string Catalogue = """
        strategies:
          - {name: macd-rsi, type: macd_rsi}
          - {name: intraday-tsmom, type: intraday_tsmom}
          - name: macd-rsi-rules
            type: rules
            entry: macd > macd_signal and rsi14 < buy_rsi_below
            exit: macd < macd_signal and rsi14 > sell_rsi_above
            params: {buy_rsi_below: 35, sell_rsi_above: 65}
          - name: intraday-tsmom-rules
            type: rules
            entry: ema12 > ema26 and macd > macd_signal and macd_hist >= 0.04 and rsi14 >= 52 and rsi14 <= 62
              and (vol_realized_w60s is null or vol_realized_w60s >= 0.001 and vol_realized_w60s <= 0.012)
            exit: ema12 < ema26 and rsi14 >= 66 and macd_signal - macd >= 0.06
        """;

    public static async Task RunAsync(BenchArguments arguments, BenchReport report)
    {
        var parsed = CatalogueParser.Parse("bench", Catalogue);
        var strategies = parsed.Catalogue?.Strategies ?? throw new InvalidOperationException(string.Join("; ", parsed.Problems));
        var signals = Signals(arguments.Pick(10_000, 1_000));
        await RunAsync(arguments, report, "macd_rsi", strategies[0], strategies[2], signals);
        await RunAsync(arguments, report, "intraday_tsmom", strategies[1], strategies[3], signals);
    }

    private static async Task RunAsync(
        BenchArguments arguments, BenchReport report, string name, StrategyDefinition compiled, StrategyDefinition rules, SignalRow[] signals)
    {
        report.RequireEqual($"actions of {name} as rules", Peer, Actions(rules, signals), Actions(compiled, signals));
        for (var i = 0; i < arguments.Pick(20, 2); i++)
        {
            Pass(compiled, signals);
            Pass(rules, signals);
        }

        var laps = arguments.Pick(20, 1);
        var samples = await Measure.AlternateAsync(
            arguments.Pick(15, 3),
            () => Task.FromResult(Measure.Pass((long)signals.Length * laps, () => Laps(rules, signals, laps))),
            () => Task.FromResult(Measure.Pass((long)signals.Length * laps, () => Laps(compiled, signals, laps))));
        report.Add(new BenchResult($"rules_{name}", samples[0].CpuNanos, "ns/evaluation")
        {
            Spread = samples[0].Spread,
            Best = samples[0].BestCpuNanos,
            Note = $"{signals.Length} signals of which some want to trade and some lack a feature",
        }.Against(Peer, samples[1].CpuNanos).AtMost(TargetNanos));
        report.Add(new BenchResult($"rules_{name}_allocated", samples[0].AllocatedBytes, "B/evaluation").Against(Peer, samples[1].AllocatedBytes).AtMost(0));
    }

    private static List<OrderSide?> Actions(StrategyDefinition strategy, SignalRow[] signals) =>
        [.. signals.Select(signal => strategy.Plugin.Evaluate(Context(strategy, signal), signal.Features)?.Action)];

    private static void Laps(StrategyDefinition strategy, SignalRow[] signals, int laps)
    {
        for (var i = 0; i < laps; i++)
        {
            Pass(strategy, signals);
        }
    }

    private static int Pass(StrategyDefinition strategy, SignalRow[] signals)
    {
        var intents = 0;
        foreach (var signal in signals)
        {
            intents += strategy.Plugin.Evaluate(Context(strategy, signal), signal.Features) is null ? 0 : 1;
        }

        return intents;
    }

    private static StrategyContext Context(StrategyDefinition strategy, SignalRow signal) =>
        new(signal.Symbol, signal.EventTs, signal.Timeframe, strategy.Parameters);

    /// <summary>Features around the thresholds, so that no branch is foreseen by the processor.</summary>
    private static SignalRow[] Signals(int count)
    {
        var random = new Random(11);
        return [.. TradingDay.Signals(count).Select(signal => signal with
        {
            Features = signal.Features with
            {
                MacdSignal = signal.Features.Macd + ((random.NextDouble() - 0.5) / 4),
                MacdHist = (random.NextDouble() - 0.5) / 4,
                Ema26 = signal.Features.Ema12 + random.NextDouble() - 0.5,
                Rsi14 = random.Next(20) == 0 ? null : 20 + (random.NextDouble() * 60),
                VolRealizedW60s = random.Next(20) == 0 ? null : random.NextDouble() / 50,
            },
        })];
    }
}
