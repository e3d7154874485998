using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Integration.Tests;

/// <summary>What the database remembers of signals, and which decision is the same as which.</summary>
public sealed class SignalMemoryTests
{
    private const string Source = "signals:test";

    private static readonly DateTimeOffset At = new(2026, 2, 6, 14, 30, 0, TimeSpan.Zero);

    [Test]
    public async Task Plan_IntentDecidedUnderAnOlderHash_ItsRowAndNoSecond()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var draft = Draft(version: "2.0.0");
        await fresh.ExecuteAsync(
            $"""
            INSERT INTO trade_decisions (id, account_label, decision_hash, canonical_intent, strategy_id, strategy_name, strategy_version, plugin_type, plugin_version,
              parameter_hash, feature_hash, symbol, timeframe, action, signal_event_ts, signal_seq, signal_ingest_ts, market_ts, rationale, features, status, qty)
            SELECT gen_random_uuid(), 'paper', 'hash-of-form-1', '', id, 'dip', '1.0.0', plugin_type, plugin_version, 'p', 'f', 'AAPL', '1Sec', 'buy',
              '{At:O}', 7, now(), now(), '[]', '[]', 'filled', 10 FROM strategies WHERE name = 'dip'
            """);
        var planned = (await fresh.Decisions.PlanAsync([draft], Read(draft.Signal), _ => null, CancellationToken.None)).Single();
        Assert.That((planned.IsNew, planned.Row.DecisionHash, planned.Row.Status), Is.EqualTo((false, "hash-of-form-1", "filled")));
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM trade_decisions"), Is.EqualTo(1));
    }

    [Test]
    public async Task Plan_SameIntentOfAnotherVersion_OneRowWithTheFirstVersionRecorded()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var first = Draft(version: "1.0.0");
        var second = Draft(version: "2.0.0");
        await fresh.Decisions.PlanAsync([first], Read(first.Signal), _ => null, CancellationToken.None);
        var planned = (await fresh.Decisions.PlanAsync([second], Read(second.Signal), _ => null, CancellationToken.None)).Single();
        Assert.That((planned.IsNew, planned.Row.DecisionHash), Is.EqualTo((false, first.Hash)));
        Assert.That(await fresh.QueryAsync<string>("SELECT strategy_version FROM trade_decisions"), Is.EqualTo("1.0.0"));
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM signals_read"), Is.EqualTo(1), "the signal was read, in the same transaction");
    }

    [Test]
    public async Task Advance_ThenLoad_WhatWasReadComesBackAndWhatIsOldIsForgotten()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var memory = new SignalMemoryStore(fresh.Database);
        var (old, recent) = (Position(0), Position(60));
        await memory.AdvanceAsync(Read(old, recent), recent, At.AddSeconds(30), CancellationToken.None);
        var loaded = await memory.LoadAsync("paper", Source, CancellationToken.None);
        Assert.That(loaded.Cursor, Is.EqualTo(recent));
        Assert.That(loaded.From, Is.EqualTo(At.AddSeconds(30)));
        Assert.That(loaded.Read, Is.EqualTo(new[] { recent }));

        await memory.AdvanceAsync(Read(Position(61)), Position(61), At, CancellationToken.None);
        Assert.That((await memory.LoadAsync("paper", Source, CancellationToken.None)).From, Is.EqualTo(At.AddSeconds(30)),
            "a longer window does not reach back into what is forgotten");
        Assert.That((await memory.LoadAsync("paper", "signals:other", CancellationToken.None)).Cursor, Is.Null);
    }

    [Test]
    public async Task Load_CursorMovedByAVersionWithoutMemory_NothingBehindItIsReadAgain()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var memory = new SignalMemoryStore(fresh.Database);
        await memory.AdvanceAsync(Read(Position(0)), Position(0), At.AddMinutes(-2), CancellationToken.None);
        await fresh.ExecuteAsync($"UPDATE trade_cursor SET event_ts = '{At.AddSeconds(90):O}', updated_at = now() + interval '1 ms'");
        var loaded = await memory.LoadAsync("paper", Source, CancellationToken.None);
        Assert.That(loaded.From, Is.GreaterThan(At.AddSeconds(90)));
    }

    private static SignalPosition Position(int second) => new(At.AddSeconds(second), "AAPL", second);

    private static SignalsRead Read(params SignalPosition[] positions) => new("paper", Source, positions);

    private static SignalsRead Read(SignalRow row) => Read(row.Position);

    private static DecisionDraft Draft(string version)
    {
        var plugin = StrategyRegistry.Find("macd_rsi")!;
        var strategy = new StrategyDefinition
        {
            Name = "dip",
            Plugin = plugin,
            Version = version,
            Parameters = StrategyParameters.Resolve(plugin.Parameters, new Dictionary<string, double>()),
        };
        var row = new SignalRow("AAPL", At, 7, At, "1Sec", new SignalFeatures { Macd = 1, Rsi14 = 20 });
        return new DecisionDraft(strategy, row, new Intent("paper", "dip", "AAPL", At, 7, "1Sec", OrderSide.Buy), ["macd_cross_up"], At);
    }
}
