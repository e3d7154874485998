using Torghut.Trading.Json;

namespace Torghut.Trading.Risk;

/// <summary>A verdict with everything it depended on, as it is persisted.</summary>
internal static class RiskAudit
{
    /// <summary>Who gave advice on a decision that was rejected without it.</summary>
    public const string NotAsked = "not_asked";

    public static JsonMap ToMap(RiskInput input, RiskVerdict verdict, string advisory) => new()
    {
        ["approved"] = verdict.Approved,
        ["reasons"] = verdict.Codes,
        ["opening_qty"] = verdict.OpeningQty,
        ["advisory"] = advisory,
        ["switches"] = new JsonMap
        {
            ["trading_enabled"] = input.Switches.TradingEnabled,
            ["mode"] = input.Switches.Mode,
            ["live_enabled"] = input.Switches.LiveEnabled,
            ["kill_switch_enabled"] = input.Switches.KillSwitchEnabled,
            ["emergency_stop"] = input.Switches.EmergencyStopActive,
            ["state"] = input.Switches.State,
            ["unknown_orders"] = input.Switches.EntriesBlockedByUnknown,
            ["reconciled"] = input.Switches.Reconciled,
            ["external_orders"] = input.Switches.ExternalOrderPresent,
        },
        ["strategy"] = new JsonMap
        {
            ["enabled"] = input.Strategy.Enabled,
            ["suspended"] = input.Strategy.Suspended,
            ["symbol_allowed"] = input.Strategy.SymbolAllowed,
            ["max_notional"] = input.Strategy.MaxNotional,
            ["max_position_pct"] = input.Strategy.MaxPositionPct,
            ["cooldown"] = input.Strategy.Cooldown,
        },
        ["market"] = new JsonMap
        {
            ["price"] = input.Market.Price,
            ["price_recent"] = input.Market.Others.Recent,
            ["price_previous_close"] = input.Market.Others.PreviousClose,
            ["price_broker_quote"] = input.Market.Others.Quote,
            ["price_broker_trade"] = input.Market.Others.Trade,
            ["price_streamed"] = input.Market.Others.Streamed,
            ["price_average"] = input.Market.Others.Average,
            ["signal_age"] = input.Market.SignalAge,
            ["is_open"] = input.Market.IsOpen,
            ["tradable"] = input.Market.Tradable,
            ["shortable"] = input.Market.Shortable,
            ["recent_volume"] = input.Market.RecentVolume,
        },
        ["account"] = input.Account is { } account
            ? new JsonMap
            {
                ["equity"] = account.Equity,
                ["buying_power"] = account.BuyingPower,
                ["daily_loss"] = account.DailyLoss,
                ["blocked"] =
            account.Blocked
            }
            : null,
        ["portfolio"] = new JsonMap
        {
            ["position_qty"] = input.Portfolio.PositionQty,
            ["pending_buy_qty"] = input.Portfolio.PendingBuyQty,
            ["pending_sell_qty"] = input.Portfolio.PendingSellQty,
            ["other_gross"] = input.Portfolio.OtherGross,
            ["other_net_long"] = input.Portfolio.OtherNetLong,
            ["other_net_short"] = input.Portfolio.OtherNetShort,
            ["other_positions"] = input.Portfolio.OtherPositions,
        },
        ["throttle"] = new JsonMap
        {
            ["since_last_entry"] = input.Throttle.SinceLastEntry,
            ["orders_last_minute"] = input.Throttle.OrdersLastMinute,
            ["duplicate"] = input.Throttle.Duplicate,
        },
        ["limits"] = Limits(input.Limits),
    };

    private static JsonMap Limits(RiskLimits limits) => new()
    {
        ["max_notional"] = limits.MaxNotional,
        ["min_notional"] = limits.MinNotional,
        ["max_position_pct"] = limits.MaxPositionPct,
        ["max_symbol_exposure"] = limits.MaxSymbolExposure,
        ["max_gross_exposure"] = limits.MaxGrossExposure,
        ["max_net_exposure"] = limits.MaxNetExposure,
        ["max_positions"] = limits.MaxPositions,
        ["allow_shorts"] = limits.AllowShorts,
        ["cooldown"] = limits.Cooldown,
        ["min_qty"] = limits.MinQty,
        ["max_participation"] = limits.MaxParticipation,
        ["price_collar"] = limits.PriceCollar,
        ["max_price_deviation"] = limits.MaxPriceDeviation,
        ["max_shares"] = limits.MaxShares,
        ["max_orders_per_minute"] = limits.MaxOrdersPerMinute,
        ["daily_loss_limit"] = limits.DailyLossLimit,
        ["max_signal_age"] = limits.MaxSignalAge,
    };
}
