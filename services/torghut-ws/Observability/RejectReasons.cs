using Torghut.Alpaca.Parsing;
using Torghut.Contracts.Market;

namespace Torghut.Ws.Observability;

/// <summary>The words of <c>parse_errors_total</c>'s label.</summary>
internal static class RejectReasons
{
    /// <summary>An order event that is not usable.</summary>
    public const string TradeUpdate = "trade_update";

    /// <summary>An item of a history page that is not usable.</summary>
    public const string HistoryItem = "history_item";

    /// <summary>A word for each <see cref="RejectReason"/>, in its order.</summary>
    public static IReadOnlyList<string> OfMessages { get; } =
    [
        "none", "malformed", "truncated", "unknown_type", "missing_field", "wrong_type", RefusalReasons.NotFinite, RefusalReasons.OutOfRange, "bad_timestamp",
        RefusalReasons.BadSymbol, "bad_text", RefusalReasons.TooLong,
    ];

    /// <summary>What a message of a kind that is not known is counted under.</summary>
    public static string UnknownType => OfMessages[(int)RejectReason.UnknownType];

    /// <summary>Everything that may be counted.</summary>
    public static IEnumerable<string> All => OfMessages.Skip(1).Append(TradeUpdate).Append(HistoryItem).Union(RefusalReasons.All);
}
