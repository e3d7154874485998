using System.Collections.Frozen;

namespace Torghut.Trading.Orders;

/// <summary>The broker's order states: which are final, and what they mean for the protocol.</summary>
internal static class BrokerStatus
{
    public const string Filled = "filled";
    public const string PartiallyFilled = "partially_filled";

    /// <summary>Our word, not the broker's: it does not know the order any more. Whatever it does say of the order wins over it.</summary>
    public const string Vanished = "vanished";

    /// <summary>Final states, the one that wins over the others last: a fill is a fact, whatever else was reported.</summary>
    private static readonly FrozenDictionary<string, int> TerminalRank = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [Vanished] = 1,
        ["rejected"] = 2,
        ["expired"] = 3,
        ["canceled"] = 4,
        ["replaced"] = 5,
        [Filled] = 6,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsTerminal(string status) => TerminalRank.ContainsKey(status);

    /// <summary>0 for a working order.</summary>
    public static int Rank(string status) => TerminalRank.GetValueOrDefault(status);

    public static OrderTrigger ToTrigger(string status, decimal filledQty) => status switch
    {
        Filled => OrderTrigger.BrokerFilled,
        "canceled" => OrderTrigger.BrokerCanceled,
        "rejected" => OrderTrigger.BrokerRejectedOrder,
        "expired" => OrderTrigger.BrokerExpiredOrder,
        "replaced" => OrderTrigger.BrokerReplacedOrder,
        Vanished => OrderTrigger.BrokerVanished,
        _ => filledQty > 0 ? OrderTrigger.BrokerPartialFill : OrderTrigger.BrokerWorking,
    };
}
