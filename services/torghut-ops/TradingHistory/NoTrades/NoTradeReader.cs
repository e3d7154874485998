using System.Globalization;
using Torghut.Ops.Evidence;
using Torghut.Ops.Http;
using Torghut.Ops.Snapshots.Probes;
using Torghut.Ops.Symbols;
using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.Lists;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>Asks everybody who may know why there was no trade; only Postgres has to answer.</summary>
internal sealed class NoTradeReader(HistoryDatabase database, DerivedRows derived, HttpProbes services, ProbeRunner probes, SymbolUniverse universe)
{
    private const int MostDecisions = 20;
    private const int Most = 1_000;

    /// <summary>A strategy without a list of its own watches the whole universe.</summary>
    private const string StrategySql =
        "SELECT name, enabled, universe_symbols = '[]' OR universe_symbols @> to_jsonb(@symbol::text), suspended_at, suspended_reason FROM strategies";

    public async Task<NoTradeResponse> ReadAsync(string? account, string symbol, string? strategy, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var signals = derived.CountSignalsAsync(symbol, at - NoTradeReasons.LookBack, at, cancellationToken);
        var tick = probes.RunAsync(services.LastTick(), cancellationToken);
        var stored = await database.ReadAsync(
            async session =>
            {
                var meant = await Accounts.MeantAsync(session, account);
                return new NoTradeEvidence(
                    meant, symbol, strategy, at, NoTradeSession.At(at), await StrategiesAsync(session, symbol, strategy),
                    meant is null ? [] : await LatchHistory.ReadAsync(session, meant, at),
                    meant is null ? [] : await DecisionsAsync(session, meant, symbol, strategy, at),
                    new SignalCount(null, null, null), LastTick.Unknown(""), IsInUniverse(symbol));
            },
            cancellationToken);
        return NoTradeResponse.Of(stored with { Signals = await signals, LastTick = Read(await tick) });
    }

    /// <summary>Null when this service keeps no universe, so that trading has another.</summary>
    private bool? IsInUniverse(string symbol) => universe.Entries.Count == 0 ? null : universe.Enabled.Contains(symbol);

    private static Task<List<StrategyState>> StrategiesAsync(HistorySession session, string symbol, string? strategy) => session.RowsAsync(
        $"{StrategySql}{(strategy is null ? "" : " WHERE name = @strategy")} ORDER BY name LIMIT {Most}",
        row => new StrategyState(row.GetString(0), row.GetBoolean(1), row.GetBoolean(2), row.OptionalInstant(3), row.Text(4)),
        [("symbol", symbol), .. strategy is null ? [] : new (string, object)[] { ("strategy", strategy) }]);

    private static Task<List<DecisionItem>> DecisionsAsync(HistorySession session, string account, string symbol, string? strategy, DateTimeOffset at) =>
        DecisionHistory.ReadAsync(
            session, new HistoryFilter(account, new TimeRange(at - NoTradeReasons.Near, at + NoTradeReasons.Near, Day: null), strategy, symbol), null,
            MostDecisions);

    private static LastTick Read(Fact fact)
    {
        DateTimeOffset? At(string name) =>
            DateTimeOffset.TryParse(fact.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
        return fact.Ok
            ? new LastTick(At("last_tick_at"), At("market_time"), fact.Text("last_outcome"), fact.Text("no_signal_reason"), At("newest_signal"), null)
            : LastTick.Unknown($"torghut-trading did not say: {fact.Detail}");
    }
}
