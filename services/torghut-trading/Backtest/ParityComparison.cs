using System.Collections.Frozen;
using Torghut.Trading.Catalogue;

namespace Torghut.Trading.Backtest;

/// <summary>
/// Sets what a service decided beside what a backtest decides of the same day, and names one cause for every difference: one that something which was written
/// down speaks for, otherwise <see cref="ParityCause.Unknown"/>.
/// </summary>
/// <param name="live">What the service left behind.</param>
/// <param name="records">What the backtest read.</param>
/// <param name="catalogue">The backtest's strategies.</param>
/// <param name="universe">The backtest's symbols; null for all that are recorded.</param>
/// <param name="signalMaxAge">Oldest signal that is still traded: so far before a gap a signal may have been read and not decided.</param>
internal sealed class ParityComparison(
    ParityEvidence live, ParityRecords records, StrategyCatalogue catalogue, IReadOnlySet<string>? universe, TimeSpan signalMaxAge)
{
    private static readonly FrozenDictionary<string, ParityCause> CauseOfReason = new (ParityCause Cause, string[] Codes)[]
    {
        (ParityCause.ManualAction, ["trading_disabled", "live_trading_disabled", "kill_switch_enabled", "emergency_stop_active", "trading_halted",
            "reducing_only", "strategy_suspended", "foreign_order_present", "advisory_veto"]),
        (ParityCause.Universe, ["symbol_not_allowed", "asset_not_tradable"]),
        (ParityCause.Configuration, ["strategy_disabled", "shorts_not_allowed"]),
        (ParityCause.RestartGap, ["reconciliation_unfinished"]),
        (ParityCause.Clock, ["stale_signal", "market_closed"]),
        (ParityCause.LateData, ["missing_price", "price_unconfirmed", "price_collar_breached", "participation_exceeds_max"]),
        (ParityCause.Fill, ["insufficient_buying_power", "cooldown_active", "order_rate_exceeded", "daily_loss_limit_exceeded", "max_positions_exceeded",
            "max_position_pct_exceeded", "max_gross_exposure_exceeded", "max_net_exposure_exceeded", "max_symbol_exposure_exceeded", "qty_below_min",
            "max_notional_exceeded", "min_notional_not_met", "max_shares_exceeded", "unknown_order_outstanding", "account_unavailable", "account_blocked"]),
    }.SelectMany(group => group.Codes.Select(code => (code, group.Cause))).ToFrozenDictionary(pair => pair.code, pair => pair.Cause, StringComparer.Ordinal);

    /// <summary>Symbols whose orders differed already: what a strategy sees of its position differs from there on.</summary>
    private readonly HashSet<string> _disturbed = new(live.Held, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _strategies = StrategyState.Of(catalogue).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every difference, in the order of the signals.</summary>
    public IReadOnlyList<ParityDifference> Compare(IReadOnlyList<ComparedDecision> decided, IReadOnlyList<ComparedDecision> backtest)
    {
        var (byLive, byBacktest) = (decided.ToDictionary(one => one.Hash), backtest.ToDictionary(one => one.Hash));
        var found = new List<ParityDifference>();
        foreach (var one in decided.Concat(backtest).DistinctBy(one => one.Hash).OrderBy(one => one.SignalAt).ThenBy(one => one.Hash, StringComparer.Ordinal))
        {
            var difference = (byLive.GetValueOrDefault(one.Hash), byBacktest.GetValueOrDefault(one.Hash)) switch
            {
                (null, _) => new ParityDifference(one.Hash, "missing", Missing(one), $"{one.Strategy} {one.Symbol}"),
                (_, null) => new ParityDifference(one.Hash, "extra", Extra(one), $"{one.Strategy} {one.Symbol}"),
                var (left, right) => Different(left, right),
            };
            if (difference is not null)
            {
                found.Add(difference);
                _disturbed.Add(one.Symbol);
            }
        }

        return found;
    }

    private ParityCause Missing(ComparedDecision one)
    {
        if (InGap(one.SignalAt) || one.SignalAt > live.LastSign)
        {
            return ParityCause.RestartGap;
        }

        if (IsConfiguredOtherwise(one))
        {
            return ParityCause.Configuration;
        }

        if (live.Universes.At(one.SignalAt).Any(symbols => symbols?.Contains(one.Symbol) == false))
        {
            return ParityCause.Universe;
        }

        return CameLate(one) ? ParityCause.LateData : OfThePosition(one);
    }

    private ParityCause Extra(ComparedDecision one)
    {
        if (IsConfiguredOtherwise(one))
        {
            return ParityCause.Configuration;
        }

        if (universe?.Contains(one.Symbol) == false)
        {
            return ParityCause.Universe;
        }

        return records.Lack(one) || CameLate(one) ? ParityCause.LateData : OfThePosition(one);
    }

    /// <summary>Whether the strategies that ran, or may have run then, were not those of the backtest.</summary>
    private bool IsConfiguredOtherwise(ComparedDecision one) =>
        _strategies.GetValueOrDefault(one.Strategy) is not { } own
        || live.Catalogues.At(one.SignalAt).Any(strategies => strategies.GetValueOrDefault(one.Strategy) != own);

    private bool CameLate(ComparedDecision one) => records.CameLate(one.Symbol, one.SignalAt, catalogue.Find(one.Strategy)?.Plugin.Lookback ?? 0);

    /// <summary>A strategy that looks at its position decides otherwise once an order was another.</summary>
    private ParityCause OfThePosition(ComparedDecision one) =>
        catalogue.Find(one.Strategy) is { Plugin.UsesPosition: true } && _disturbed.Contains(one.Symbol) ? ParityCause.Fill : ParityCause.Unknown;

    private bool InGap(DateTimeOffset at) => live.Gaps.Any(gap => at + signalMaxAge >= gap.From && at <= gap.To);

    /// <summary>What came after a gap was judged later than it would have been: by other prices, at another age, with other orders about.</summary>
    private ParityCause AtItsTime(ParityCause cause, DateTimeOffset at) =>
        cause is ParityCause.Clock or ParityCause.LateData or ParityCause.Fill && InGap(at) ? ParityCause.RestartGap : cause;

    private ParityDifference? Different(ComparedDecision decided, ComparedDecision backtest)
    {
        ParityDifference Of(ParityCause cause, string detail) => new(decided.Hash, "different", cause, detail);
        if (decided.Configuration != backtest.Configuration)
        {
            return Of(ParityCause.Configuration, $"{decided.Configuration} and {backtest.Configuration}");
        }

        if (decided.FeatureHash != backtest.FeatureHash)
        {
            return Of(ParityCause.LateData, "other features");
        }

        var reasons = decided.Reasons.Except(backtest.Reasons).Concat(backtest.Reasons.Except(decided.Reasons)).ToList();
        if (reasons.Count > 0)
        {
            var causes = reasons.Select(reason => CauseOfReason.GetValueOrDefault(reason, ParityCause.Unknown)).ToList();
            return Of(causes.Contains(ParityCause.Unknown) ? ParityCause.Unknown : AtItsTime(causes.Min(), decided.SignalAt), string.Join(',', reasons));
        }

        // A decision that waited too long is expired without having been judged.
        var cause = decided.Order.Length == 0 ? ParityCause.Clock : ParityCause.Fill;
        return decided.Order == backtest.Order ? null : Of(AtItsTime(cause, decided.SignalAt), $"{decided.Order} and {backtest.Order}");
    }
}
