using Torghut.Trading.Account;

namespace Torghut.Trading.Execution;

/// <summary>Names of the adapter that speaks to Alpaca itself; persisted and counted.</summary>
internal static class AlpacaAdapterNames
{
    public const string Paper = "alpaca_paper";

    public const string Live = "alpaca_live";

    public static IReadOnlyList<string> All { get; } = [Paper, Live];

    /// <summary>The name for the account that these switches trade on.</summary>
    public static string NameOf(SwitchOptions switches) => switches.IsLive ? Live : Paper;
}
