using System.Globalization;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>Fees that the broker booked to the account. They have no order, so no strategy and no symbol has a share of them.</summary>
internal static class FeeHistory
{
    public const string Missing = "missing";

    /// <summary>Alpaca's kinds of fees (docs.alpaca.markets/docs/account-activities): regulatory ones, those for crypto, pass-through charges.</summary>
    private const string Sql =
        """
        SELECT count(*), coalesce(-sum(cash_effect), 0) FROM account_activities
        WHERE account_label = @account AND happened_at >= @from AND happened_at < @to AND activity_type IN ('FEE', 'CFEE', 'PTC')
        """;

    public static async Task<(string Fees, string Text)> ReadAsync(HistorySession session, HistoryFilter filter)
    {
        var found = await session.RowsAsync(
            Sql, row => (Count: row.GetInt64(0), Amount: row.Amount(1)), ("account", filter.Account), ("from", filter.Range.From), ("to", filter.Range.To));
        return found[0].Count > 0
            ? (found[0].Amount.ToString(CultureInfo.InvariantCulture), "USD that the broker booked to the account in the range; not in the profit.")
            : (Missing, "The broker has booked no fee to the account in the range; it may do so days later. The profit is without fees.");
    }
}
