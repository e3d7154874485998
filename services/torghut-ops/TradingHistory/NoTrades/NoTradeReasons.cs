using System.Globalization;
using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory.Explanations;

namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>Why there was no trade; a pure function of what was seen. It always has an answer, and the last one is that the conditions were not met.</summary>
internal static class NoTradeReasons
{
    /// <summary>A decision this near to the moment is the one that is asked about.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromMinutes(5);

    /// <summary>Signals of this long before the moment could have led to a decision at it.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromMinutes(1);

    /// <summary>The last tick says something of moments this near to it.</summary>
    private static readonly TimeSpan TickSpan = TimeSpan.FromMinutes(2);

    public static IReadOnlyList<NoTradeReason> Of(NoTradeEvidence seen)
    {
        List<NoTradeReason> reasons =
            [.. OfDecisions(seen), .. OfLatches(seen), .. OfSession(seen), .. OfStrategies(seen), .. OfSignals(seen), .. OfLastTick(seen)];
        if (reasons.Count == 0)
        {
            reasons.Add(new NoTradeReason(
                "conditions_not_met",
                seen.Signals.Count is { } count
                    ? string.Create(CultureInfo.InvariantCulture,
                        $"{count} signals were there and strategies watched the symbol: their conditions were not met.")
                    : "Strategies watched the symbol and nothing on record stood against a trade: their conditions were not met, or there was no signal.",
                seen.Signals.Count is null ? StoreFailure.Postgres : StoreFailure.ClickHouse));
        }

        return reasons;
    }

    private static IEnumerable<NoTradeReason> OfDecisions(NoTradeEvidence seen) => seen.Decisions.SelectMany(decision =>
        decision.Reasons.Count > 0
            ? decision.Reasons.Select(code => new NoTradeReason(
                code, $"Decision {decision.Id} of {decision.Strategy} was stopped: {ReasonTexts.Find(code) ?? "a reason of a later version."}",
                    StoreFailure.Postgres))
            : [new NoTradeReason(
                $"decision_{decision.Status}",
                $"There was a decision of {decision.Strategy}, {decision.Id}; it is {decision.Status}{(decision.StatusReason is { } why ? $" ({why})" : "")}.",
                StoreFailure.Postgres)]);

    private static IEnumerable<NoTradeReason> OfLatches(NoTradeEvidence seen) => seen.Latches.Where(latch => latch.StoodAt(seen.At)).Select(latch =>
        new NoTradeReason(
            $"latch_{latch.Latch}", $"The latch stood since {UtcInstantConverter.Write(latch.EngagedAt)}, by {latch.Actor}: {latch.Reason}",
                StoreFailure.Postgres));

    private static IEnumerable<NoTradeReason> OfSession(NoTradeEvidence seen)
    {
        if (!seen.Session.IsOpen)
        {
            yield return new NoTradeReason("market_closed", $"There was no regular session: {Describe(seen.Session)}.", "calendar");
        }
    }

    private static string Describe(NoTradeSession session) => session.Session.Kind switch
    {
        SessionKind.Weekend => "it was a weekend",
        SessionKind.Holiday => $"it was a holiday ({session.Session.Name})",
        _ => "it was before its opening or after its close",
    };

    private static IEnumerable<NoTradeReason> OfStrategies(NoTradeEvidence seen)
    {
        if (seen.Strategies.Count == 0)
        {
            yield return new NoTradeReason(
                "strategy_unknown", seen.Strategy is null ? "There is no strategy in the catalogue." : "There is no strategy of that name.",
                    StoreFailure.Postgres);
            yield break;
        }

        if (seen.IsInUniverse == false)
        {
            yield return new NoTradeReason("symbol_not_in_universe", "The symbol is not enabled in the universe now.", "torghut-ops");
        }

        var watching = seen.Strategies.Where(strategy => strategy.Watches).ToArray();
        if (watching.Length == 0)
        {
            yield return new NoTradeReason("symbol_not_watched", "No strategy that was asked about has the symbol in its list now.", StoreFailure.Postgres);
        }

        // One that can act is enough, unless it is asked about.
        if (watching.Length > 0 && watching.All(strategy => !strategy.Enabled || strategy.SuspendedAt is not null))
        {
            foreach (var strategy in watching)
            {
                yield return strategy.Enabled
                    ? new NoTradeReason("strategy_suspended", $"{strategy.Name} is suspended: {strategy.SuspendedReason}", StoreFailure.Postgres)
                    : new NoTradeReason("strategy_disabled", $"{strategy.Name} is off in the catalogue now.", StoreFailure.Postgres);
            }
        }
    }

    private static IEnumerable<NoTradeReason> OfSignals(NoTradeEvidence seen)
    {
        if (seen.Signals.Count == 0)
        {
            yield return new NoTradeReason(
                "no_signals_in_window", $"No signal of {seen.Symbol} is stored of the minute before that moment.", StoreFailure.ClickHouse);
        }
    }

    private static IEnumerable<NoTradeReason> OfLastTick(NoTradeEvidence seen)
    {
        var tick = seen.LastTick;
        if ((tick.MarketTime ?? tick.At) is not { } at || (at - seen.At).Duration() > TickSpan || tick.Outcome is null or "ok")
        {
            yield break;
        }

        var code = tick.NoSignalReason ?? tick.Outcome;
        yield return new NoTradeReason(code, $"The last tick: {ReasonTexts.Find(code) ?? code}", "torghut-trading");
    }
}
