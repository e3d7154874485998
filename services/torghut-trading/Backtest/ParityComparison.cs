using System.Collections.Frozen;

namespace Torghut.Trading.Backtest;

/// <summary>Sets what a service decided beside what a backtest decides of the same day, and names one cause for every difference.</summary>
/// <param name="gaps">When the service did not run.</param>
/// <param name="signalMaxAge">Oldest signal that is still traded: so far before a gap a signal may have been read and not decided.</param>
internal sealed class ParityComparison(IReadOnlyList<ServiceGap> gaps, TimeSpan signalMaxAge)
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

    /// <summary>Every difference, in the order of the signals.</summary>
    public IReadOnlyList<ParityDifference> Compare(IReadOnlyList<ComparedDecision> live, IReadOnlyList<ComparedDecision> backtest)
    {
        var (byLive, byBacktest) = (live.ToDictionary(one => one.Hash), backtest.ToDictionary(one => one.Hash));
        var found = new List<(DateTimeOffset At, ParityDifference Difference)>();
        foreach (var one in backtest.Where(one => !byLive.ContainsKey(one.Hash)))
        {
            found.Add((one.SignalAt, new ParityDifference(one.Hash, "missing", Missing(one, live), $"{one.Strategy} {one.Symbol}")));
        }

        foreach (var one in live.Where(one => !byBacktest.ContainsKey(one.Hash)))
        {
            found.Add((one.SignalAt, new ParityDifference(one.Hash, "extra", Extra(one, backtest), $"{one.Strategy} {one.Symbol}")));
        }

        foreach (var one in live)
        {
            if (byBacktest.TryGetValue(one.Hash, out var other) && Different(one, other) is { } difference)
            {
                found.Add((one.SignalAt, difference));
            }
        }

        return [.. found.OrderBy(pair => pair.At).ThenBy(pair => pair.Difference.Hash, StringComparer.Ordinal).Select(pair => pair.Difference)];
    }

    private ParityCause Missing(ComparedDecision one, IReadOnlyList<ComparedDecision> live)
    {
        if (InGap(one.SignalAt) || live.All(other => other.SignalAt < one.SignalAt))
        {
            return ParityCause.RestartGap;
        }

        if (live.All(other => other.Strategy != one.Strategy))
        {
            return ParityCause.Configuration;
        }

        return live.All(other => other.Symbol != one.Symbol) ? ParityCause.Universe : ParityCause.LateData;
    }

    private static ParityCause Extra(ComparedDecision one, IReadOnlyList<ComparedDecision> backtest)
    {
        if (backtest.All(other => other.Strategy != one.Strategy || other.Configuration != one.Configuration))
        {
            return ParityCause.Configuration;
        }

        return backtest.All(other => other.Symbol != one.Symbol) ? ParityCause.Universe : ParityCause.LateData;
    }

    private bool InGap(DateTimeOffset at) => gaps.Any(gap => at + signalMaxAge >= gap.From && at <= gap.To);

    /// <summary>What came after a gap was judged later than it would have been: by other prices, at another age, with other orders about.</summary>
    private ParityCause AtItsTime(ParityCause cause, DateTimeOffset at) =>
        cause is ParityCause.Clock or ParityCause.LateData or ParityCause.Fill && InGap(at) ? ParityCause.RestartGap : cause;

    private ParityDifference? Different(ComparedDecision live, ComparedDecision backtest)
    {
        ParityDifference Of(ParityCause cause, string detail) => new(live.Hash, "different", cause, detail);
        if (live.Configuration != backtest.Configuration)
        {
            return Of(ParityCause.Configuration, $"{live.Configuration} and {backtest.Configuration}");
        }

        if (live.FeatureHash != backtest.FeatureHash)
        {
            return Of(ParityCause.LateData, "other features");
        }

        var reasons = live.Reasons.Except(backtest.Reasons).Concat(backtest.Reasons.Except(live.Reasons)).ToList();
        if (reasons.Count > 0)
        {
            var causes = reasons.Select(reason => CauseOfReason.GetValueOrDefault(reason, ParityCause.Unknown)).ToList();
            return Of(causes.Contains(ParityCause.Unknown) ? ParityCause.Unknown : AtItsTime(causes.Min(), live.SignalAt), string.Join(',', reasons));
        }

        // A decision that waited too long is expired without having been judged.
        var cause = live.Order.Length == 0 ? ParityCause.Clock : ParityCause.Fill;
        return live.Order == backtest.Order ? null : Of(AtItsTime(cause, live.SignalAt), $"{live.Order} and {backtest.Order}");
    }
}
