using System.Collections.Frozen;

namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>
/// What stored codes mean, in a sentence. The codes are torghut-trading's: its table of risk codes (docs/trading/risk-codes.md) is compared with this by a
/// test, then come those of the way to the broker, of reviews, and of ticks.
/// </summary>
internal static class ReasonTexts
{
    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["trading_disabled"] = "Orders are switched off.",
        ["live_trading_disabled"] = "Live mode without its second switch.",
        ["kill_switch_enabled"] = "The kill switch is on.",
        ["strategy_disabled"] = "The strategy is off in the catalogue.",
        ["symbol_not_allowed"] = "The symbol is not in the universe or not in the strategy's list.",
        ["missing_price"] = "No last price within the look-back.",
        ["stale_signal"] = "The signal is older than allowed, in market time.",
        ["max_notional_exceeded"] = "The order costs more than the cap, the service's or the strategy's.",
        ["min_notional_not_met"] = "The order costs less than is worth sending.",
        ["insufficient_buying_power"] = "The order costs more than the broker lends.",
        ["max_position_pct_exceeded"] = "The symbol's exposure would be too large a share of equity.",
        ["max_gross_exposure_exceeded"] = "The sum of all exposures would pass its cap.",
        ["max_net_exposure_exceeded"] = "Longs less shorts would pass their cap.",
        ["max_positions_exceeded"] = "One more symbol would be too many.",
        ["shorts_not_allowed"] = "The sale would open a short position.",
        ["cooldown_active"] = "The strategy entered this symbol a short while ago.",
        ["qty_below_min"] = "Fewer shares than the smallest order; exits: no share, or less than one of what comes whole only.",
        ["participation_exceeds_max"] = "The order is too large a part of the recent volume, or the volume is not known.",
        ["price_collar_breached"] = "The limit is too far from the last price.",
        ["duplicate_decision"] = "The same intent was decided before.",
        ["order_rate_exceeded"] = "Too many orders of the account within a minute.",
        ["daily_loss_limit_exceeded"] = "The loss since the last close reached its limit.",
        ["market_closed"] = "The session is closed by the broker's clock.",
        ["asset_not_tradable"] = "The broker does not trade the asset, or does not lend what would be sold short; asked again within seconds.",
        ["account_blocked"] = "The broker has blocked the account or its trading.",
        ["emergency_stop_active"] = "The emergency stop is engaged.",
        ["trading_halted"] = "The trading state is HALTED.",
        ["reducing_only"] = "The trading state is REDUCING.",
        ["account_unavailable"] = "Account or positions are not known.",
        ["max_symbol_exposure_exceeded"] = "Exposure in the symbol would pass its cap.",
        ["unknown_order_outstanding"] = "The outcome of an earlier order is not known.",
        ["reconciliation_unfinished"] = "Start-up reconciliation has not finished.",
        ["foreign_order_present"] = "The broker holds an external order that nobody has acknowledged.",
        ["strategy_suspended"] = "The strategy entered one symbol too often and was suspended.",
        ["advisory_veto"] = "The review vetoed the decision.",
        ["price_unconfirmed"] =
            "The price is not confirmed by the broker's quote or trade (while the broker says nothing, a purchase with a "
            + "limit: by nothing that was recorded), or contradicted by the last bars and the previous close; market orders of either kind: "
            + "not confirmed by the broker.",
        ["max_shares_exceeded"] = "More shares than one order may have.",
        ["signal_too_old"] = "The signal was too old by the time the order could have left.",
        ["lease_lost"] = "The loop lost its lease before the order left.",
        ["claim_refused"] = "The claim to send was refused: the lease or a latch stood against it.",
        ["context_stale"] = "What the order was judged by was too old when it could have left.",
        ["exposure_changed"] = "The exposure changed between the verdict and the order.",
        ["stood_still"] = "The process stood still between the verdict and the order.",
        ["refusal_back_off"] = "The broker refused the same exit a moment ago; it is tried again after a pause.",
        ["insufficient_qty"] = "The broker holds the shares for another order.",
        ["rejected"] = "The broker took the order and rejected it later; its reports give no reason.",
        ["emergency_stop"] = "The emergency stop was engaged.",
        ["daily_loss"] = "The daily loss stop was engaged.",
        ["reconciliation_break"] = "Fills and the broker's account disagree; only exits leave.",
        ["exits_only"] = "Only exits leave.",
        ["llm_veto"] = "The model vetoed the decision.",
        ["llm_confidence_below_min"] = "The model's confidence was below the least that counts.",
        ["llm_abstained"] = "The model abstained.",
        ["llm_escalated"] = "The model asked for a person.",
        ["llm_fail_veto"] = "There was no usable review, and the fail mode is veto.",
        ["llm_fail_pass_through"] = "There was no usable review, and the fail mode lets orders pass.",
        ["llm_adjustment_disallowed"] = "The model changed the order, which is not allowed.",
        ["no_signals_in_window"] = "No signal was stored within the look-back.",
        ["cursor_tail_stable"] = "Every signal that is stored had been read before.",
        ["cursor_ahead_of_stream"] = "The newest stored signal is older than the last one read.",
        ["fetch_failed"] = "Signals could not be read from ClickHouse.",
        ["ok"] = "The last tick read signals and evaluated them.",
        ["no_signals"] = "The last tick found no new signal.",
        ["no_lease"] = "Another instance holds the lease of the loop.",
        ["reconciling"] = "Start-up reconciliation has not finished.",
        ["no_catalogue"] = "No strategy catalogue is in force.",
        ["universe_fail_safe_blocked"] = "The universe cannot be read, so nothing is decided.",
        ["non_monotonic_progression"] = "Signals came out of order and were refused as a batch.",
        ["broker_failed"] = "The broker did not answer as it should.",
        ["database_failed"] = "Postgres did not answer as it should.",
        ["failed"] = "The tick failed; the log of torghut-trading has the cause.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The sentence; null for a code of a later version.</summary>
    public static string? Find(string code) => Texts.GetValueOrDefault(code);
}
