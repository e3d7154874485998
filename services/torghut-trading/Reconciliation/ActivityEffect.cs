using System.Collections.Frozen;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Reconciliation;

/// <summary>What an activity did to the account.</summary>
/// <param name="Cash">USD that came in.</param>
/// <param name="Shares">Shares of its symbol that came in.</param>
/// <param name="IsTransfer">Whether it is money or shares moved in or out, which is neither gain nor loss.</param>
/// <param name="IsKnown">Whether its kind is one of those below. One that is not explains nothing.</param>
internal sealed record ActivityEffect(decimal Cash, decimal Shares, bool IsTransfer, bool IsKnown)
{
    private enum Kind
    {
        /// <summary>Money for holding something or for a service; a quantity says what it was reckoned from.</summary>
        Income,

        /// <summary>Money in or out.</summary>
        Transfer,

        /// <summary>Shares that became others, came or went, with money where fractions were paid out.</summary>
        Shares,

        /// <summary>Shares in or out.</summary>
        ShareTransfer,
    }

    /// <summary>Alpaca's kinds (docs.alpaca.markets/docs/account-activities), executions excepted.</summary>
    private static readonly FrozenDictionary<string, Kind> Kinds = Of(
            Kind.Income, "CFEE", "CGD", "DIV", "DIVCGL", "DIVCGS", "DIVFEE", "DIVFT", "DIVNRA", "DIVPER", "DIVROC", "DIVTW", "DIVTXEX", "FEE", "INT",
            "INTNRA", "INTTW", "PTC", "PTR", "SC")
        .Concat(Of(Kind.Transfer, "ACATC", "CSD", "CSW", "JNL", "JNLC", "TRANS", "WIRE"))
        .Concat(Of(Kind.Shares, "MA", "NC", "REO", "REORG", "SPIN", "SPLIT", "SSO", "SSP"))
        .Concat(Of(Kind.ShareTransfer, "ACATS", "JNLS"))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>What an activity does. One that is only announced, or was taken back, does nothing.</summary>
    /// <exception cref="FormatException">An amount or a number of shares that its kind cannot be without is missing.</exception>
    public static ActivityEffect Of(BrokerActivity activity)
    {
        if (!Kinds.TryGetValue(activity.Type, out var kind))
        {
            return new ActivityEffect(0, 0, false, false);
        }

        var transfer = kind is Kind.Transfer or Kind.ShareTransfer;
        if (activity.Status is "canceled" or "cancelled" or "pending")
        {
            return new ActivityEffect(0, 0, transfer, true);
        }

        if (kind is Kind.Income or Kind.Transfer)
        {
            return new ActivityEffect(activity.NetAmount ?? throw Missing("net_amount"), 0, transfer, true);
        }

        var shares = activity.Qty ?? (activity.NetAmount is null ? throw Missing("qty") : 0);
        return shares != 0 && activity.Symbol is null ? throw Missing("symbol") : new ActivityEffect(activity.NetAmount ?? 0, shares, transfer, true);
    }

    private static IEnumerable<(string, Kind)> Of(Kind kind, params string[] words) => words.Select(word => (word, kind));

    private static FormatException Missing(string name) => new($"Field '{name}' is missing.");
}
