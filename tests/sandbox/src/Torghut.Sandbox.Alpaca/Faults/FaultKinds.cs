namespace Torghut.Sandbox.Alpaca.Faults;

/// <summary>What can be made to go wrong; the README says what each does.</summary>
internal static class FaultKinds
{
    public const string MarketHandshake = "market_handshake";
    public const string MarketAuth = "market_auth";
    public const string MarketSubscribe = "market_subscribe";
    public const string MarketError = "market_error";
    public const string MarketDisconnect = "market_disconnect";
    public const string MarketSilence = "market_silence";
    public const string MarketInject = "market_inject";
    public const string MarketDuplicate = "market_duplicate";
    public const string MarketReorder = "market_reorder";
    public const string MarketLate = "market_late";
    public const string MarketSlotHold = "market_slot_hold";

    public const string RestError = "rest_error";
    public const string RestHang = "rest_hang";
    public const string RestReset = "rest_reset";
    public const string RestSlow = "rest_slow";

    public const string OrderReject = "order_reject";
    public const string OrderFillOnCancel = "order_fill_on_cancel";

    public const string AccountActivity = "account_activity";

    public const string UpdatesHandshake = "updates_handshake";
    public const string UpdatesAuth = "updates_auth";
    public const string UpdatesError = "updates_error";
    public const string UpdatesDisconnect = "updates_disconnect";
    public const string UpdatesDuplicate = "updates_duplicate";
    public const string UpdatesReorder = "updates_reorder";
    public const string UpdatesLate = "updates_late";
    public const string UpdatesDrop = "updates_drop";

    /// <summary>Faults that strike the open connections or the account in the moment in which they are switched on.</summary>
    public static IReadOnlySet<string> Immediate { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        MarketError, MarketDisconnect, MarketSilence, MarketInject, MarketSlotHold, UpdatesError, UpdatesDisconnect, AccountActivity,
    };

    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        MarketHandshake, MarketAuth, MarketSubscribe, MarketError, MarketDisconnect, MarketSilence, MarketInject, MarketDuplicate, MarketReorder,
        MarketLate, MarketSlotHold, RestError, RestHang, RestReset, RestSlow, OrderReject,
        OrderFillOnCancel, AccountActivity, UpdatesHandshake, UpdatesAuth, UpdatesError,
        UpdatesDisconnect, UpdatesDuplicate, UpdatesReorder, UpdatesLate, UpdatesDrop,
    };

    /// <summary>Whether a fault may strike before or after a request had its effect (its field <c>when</c>).</summary>
    public static bool HasMoment(string kind) => kind is RestError or RestHang or RestReset;

    /// <summary>Once, unless a fault is of the kind that goes on until it is taken away.</summary>
    public static int? DefaultCount(string kind) => kind == MarketSlotHold ? null : 1;
}
