using Torghut.Alpaca.Parsing;

namespace Torghut.Ws.Observability;

/// <summary>The words of <c>parse_errors_total</c>'s label.</summary>
internal static class RejectReasons
{
    /// <summary>An order event that is not usable.</summary>
    public const string TradeUpdate = "trade_update";

    /// <summary>A word for each <see cref="RejectReason"/>, in its order.</summary>
    public static IReadOnlyList<string> OfMessages { get; } =
    [
        "none", "malformed", "truncated", "unknown_type", "missing_field", "wrong_type", "not_finite", "out_of_range", "bad_timestamp", "bad_symbol",
        "bad_text",
        "too_long",
    ];

    /// <summary>What a message of a kind that is not known is counted under.</summary>
    public static string UnknownType => OfMessages[(int)RejectReason.UnknownType];

    /// <summary>Everything that may be counted.</summary>
    public static IEnumerable<string> All => OfMessages.Skip(1).Append(TradeUpdate);
}
