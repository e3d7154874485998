using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.Tests.Oracle;
using static Torghut.Ta.Tests.Engine.Scenario;

namespace Torghut.Ta.Tests.Engine;

/// <summary>Indicators do not run through a split or a change of the symbol, and where they begin anew the trades log alone decides (ADR 0030).</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CorporateActionTests
{
    private const long Hour = 3_600;
    private readonly EngineRun _run = new();
    private long _offset;

    /// <summary>The case of the field: a 10:1 split, and an RSI of 0.08 that no market ever had.</summary>
    [Test]
    public void Split_BeginsTheIndicatorsAnewAndMarksTheFirstSignal()
    {
        Bars("SPL", 0, 40, price: 1_000);
        Declare("SPL", CorporateActionKinds.Split, 12 * Hour);
        Bars("SPL", 12 * Hour, 30, price: 100);
        _run.Finish();
        var after = After("SPL", 12 * Hour);
        Assert.That(after.Select(signal => signal.Restart), Is.EqualTo(Enumerable.Repeat<string?>(null, 29).Prepend("split")));
        Assert.That((after[0].Ema!.Value.Ema12, after[0].Rsi14, after[0].RealizedVolatility), Is.EqualTo((100.0, (double?)null, (double?)null)));
        Assert.That(after[13].Rsi14, Is.Null);
        Assert.That(after[29].Rsi14, Is.InRange(45, 55));
        Assert.That(_run.Engine.Counters.IndicatorRestarts, Is.EqualTo(1));
    }

    [Test]
    public void Split_NotDeclared_RunsThrough()
    {
        Bars("SPL", 0, 40, price: 1_000);
        Bars("SPL", 12 * Hour, 30, price: 100);
        _run.Finish();
        Assert.That(After("SPL", 12 * Hour)[0].Rsi14, Is.LessThan(1));
    }

    [Test]
    public void Declared_OverAWeekend_IsMarkedWithTheFirstTradeOfMonday()
    {
        Bars("SPL", 0, 20, price: 1_000);
        Quote("SPL", 0);
        Declare("SPL", CorporateActionKinds.Split, 60 * Hour);
        Bars("BBB", 61 * Hour, 1, price: 5);
        Quote("BBB", 61 * Hour);
        Bars("SPL", 62 * Hour, 2, price: 100);
        _run.Finish();
        Assert.That(After("SPL", 62 * Hour).Select(signal => signal.Restart), Is.EqualTo(new[] { "split", null }));
    }

    [Test]
    public void Declared_TooLate_TakesEffectWithTheNextBar()
    {
        Bars("SPL", 0, 20, price: 1_000);
        Bars("SPL", 12 * Hour, 5, price: 100);
        Declare("SPL", CorporateActionKinds.SymbolChange, 11 * Hour);
        Bars("SPL", (12 * Hour) + 60, 2, price: 100);
        _run.Finish();
        // The last windows before the declaration were open when it came.
        Assert.That(After("SPL", 12 * Hour).Select(signal => signal.Restart), Has.Exactly(1).EqualTo("symbol_change"));
        Assert.That(After("SPL", (12 * Hour) + 60)[0].Rsi14, Is.Null);
    }

    [Test]
    public void Declared_Again_IsKnown()
    {
        Bars("SPL", 0, 20, price: 1_000);
        Assert.That(Declare("SPL", CorporateActionKinds.Split, Hour), Is.EqualTo(EventOutcome.Applied));
        Bars("SPL", Hour, 20, price: 100);
        Assert.That(Declare("SPL", CorporateActionKinds.Split, Hour), Is.EqualTo(EventOutcome.Duplicate));
        Bars("SPL", 2 * Hour, 20, price: 100);
        _run.Finish();
        Assert.That(_run.Signals.Values.Count(signal => signal.Restart is not null), Is.EqualTo(1));
        Assert.That(After("SPL", 2 * Hour)[0].Rsi14, Is.Not.Null);
    }

    [Test]
    public void Declared_ManyTimes_KeepsTheLatest()
    {
        for (var day = 0; day < 40; day++)
        {
            Declare("SPL", CorporateActionKinds.Split, (day + 1) * Hour);
        }

        Assert.That(_run.Engine.DeclaredActions.Count(), Is.EqualTo(DeclaredActions.Most));
    }

    [TestCase("merger", 1)]
    [TestCase("split", 367 * 24)]
    [TestCase("split", -300_000)]
    public void Declared_WhatIsNone_IsRefused(string kind, long hours)
    {
        Assert.That(Declare("SPL", kind, hours * Hour), Is.EqualTo(EventOutcome.Implausible));
        Assert.That((_run.Engine.Refusal, _run.Engine.SymbolCount), Is.EqualTo(("out_of_range", 0)));
    }

    /// <summary>A declaration that declares nothing is neither a print nor a correction of one, whatever price it has.</summary>
    [Test]
    public void Declared_WithoutAnAction_IsRefusedAndChangesNoTrade()
    {
        Bars("SPL", 0, 1, price: 100);
        var empty = new TradeEvent { Symbol = "SPL", Feed = "sip", Kind = TradeEventKind.CorporateAction, Exchange = 'V', Price = 5, Size = 1, Tape = 'A' };
        (empty.EventTs, empty.IngestTs) = (Start, Start);
        (empty.Id, empty.OriginalId) = (1_000, 1_000);
        Assert.That(_run.Engine.OnTrade(empty, _offset++), Is.EqualTo(EventOutcome.Implausible));
        Assert.That(_run.Engine.Refusal, Is.EqualTo("out_of_range"));
        _run.Finish();
        Assert.That(_run.BarLog[^1].Close, Is.EqualTo(100));
    }

    /// <summary>The windows of the end fire early, with the mark, and close with it: nothing is sent twice.</summary>
    [Test]
    public void EarlyFiring_OfTheFirstBar_HasTheMarkAndIsNotRevised()
    {
        Bars("SPL", 0, 20, price: 1_000);
        Declare("SPL", CorporateActionKinds.Split, Hour);
        Bars("SPL", Hour, 1, price: 100);
        _run.Finish();
        Assert.That(_run.SignalLog[^1].Restart, Is.EqualTo("split"));
        var sent = _run.SignalLog.Count;
        Bars("SPL", 2 * Hour, 1, price: 100);
        Assert.That((_run.SignalLog.Count, _run.Engine.Counters.Revisions), Is.EqualTo((sent, 0)));
    }

    /// <summary>Kills, idleness and how the logs interleave change nothing, and the other symbols have the bytes of a run without the actions.</summary>
    [Test]
    public void Actions_WithKillsAndIdleness_GiveTheSame([Range(1, 40)] int seed)
    {
        var scenario = Make(seed, trades: 300, seconds: 60);
        var clean = Run(scenario, seed, actions: false, kills: false);
        var straight = Run(scenario, seed, actions: true, kills: false);
        var killed = Run(scenario, seed, actions: true, kills: true);
        Assert.That(killed.Signals, Is.EqualTo(straight.Signals));
        Assert.That(killed.Bars, Is.EqualTo(straight.Bars));
        Assert.That(straight.Bars.Values.Select(bar => bar with { Lineage = null }), Is.EqualTo(clean.Bars.Values.Select(bar => bar with { Lineage = null })));
        Assert.That(OfOthers(straight), Is.EqualTo(OfOthers(clean)));
        Assert.That(straight.Signals.Values.Where(signal => signal.Restart is not null).Select(signal => signal.Envelope.Symbol), Is.All.EqualTo("AAPL"));
        Assert.That(straight.Signals.Values.Count(signal => signal.Restart is not null), Is.InRange(1, 2));
    }

    private static IEnumerable<Signal> OfOthers(EngineRun run) =>
        run.Signals.Values.Where(signal => signal.Envelope.Symbol != "AAPL").Select(signal => signal with { Lineage = null });

    private static EngineRun Run(Scenario scenario, int seed, bool actions, bool kills)
    {
        var run = new EngineRun();
        var random = new Random(seed);
        var (script, interruptions) = (new Random(seed), new Random(seed + 1));
        var declarations = Enumerable.Range(0, 3).Select(_ => script.Next(scenario.Trades.Count)).Order().ToList();
        var effective = Enumerable.Range(0, 2).Select(_ => Start + (script.Next(45) * Second)).ToList();
        var store = new Dictionary<string, byte[]>();
        var (trade, quote, offset, declared) = (0, 0, 0L, 0);
        while (trade < scenario.Trades.Count || quote < scenario.Quotes.Count)
        {
            if (trade < scenario.Trades.Count && (quote == scenario.Quotes.Count || random.Next(2) == 0))
            {
                var next = scenario.Trades[trade];
                while (declared < declarations.Count && declarations[declared] == trade)
                {
                    if (actions)
                    {
                        run.Declare("AAPL", CorporateActionKinds.Split, effective[declared % 2], next.Ingest, offset);
                    }

                    (declared, offset) = (declared + 1, offset + 1);
                }

                run.Feed(next with { Offset = offset++ });
                trade++;
            }
            else
            {
                run.Feed(scenario.Quotes[quote++]);
            }

            if (kills && interruptions.Next(25) == 0)
            {
                run.Engine.OnIdle(interruptions.Next(2) == 0, interruptions.Next(2) == 0);
                run.Restart(store);
            }
        }

        run.Finish();
        return run;
    }

    private List<Signal> After(string symbol, long second) =>
        [.. _run.Signals.Values.Where(signal => signal.Envelope.Symbol == symbol && signal.Envelope.EventTs > Start + (second * Second))];

    private void Bars(string symbol, long second, int count, double price)
    {
        for (var i = 0; i < count; i++, _offset++)
        {
            var ts = Start + ((second + i) * Second);
            _run.Feed(new OracleTrade(symbol, ts, _offset, _offset, ts + 7, 1_000 + _offset, "V", price + (i % 2), 1, "@"));
        }
    }

    private void Quote(string symbol, long second) => _run.Feed(
        new OracleQuote(symbol, Start + (second * Second), _offset, _offset++, Start + (second * Second) + 7, 99, 1, 101, 1));

    private EventOutcome Declare(string symbol, string kind, long effective) =>
        _run.Declare(symbol, kind, Start + (effective * Second), Start, _offset++);
}
