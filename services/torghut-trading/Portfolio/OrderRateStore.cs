using Dapper;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Portfolio;

/// <summary>
/// How often orders left lately, in market time: when they left, not when they were decided. An order that the broker would not listen to (429) waits, or has
/// waited in vain; it has not left and is no entry, least of all one of its own past.
/// </summary>
internal sealed class OrderRateStore(Database database)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public async Task<OrderRateTracker> LoadAsync(string accountLabel, DateTimeOffset marketTime, TimeSpan longestCooldown, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var since = marketTime - (longestCooldown > Minute ? longestCooldown : Minute);
        var rows = await connection.QueryAsync<OrderRateRow>(new CommandDefinition(
            """
            SELECT strategy_name, symbol, max(coalesce(claimed_market_ts, market_ts)) FILTER (WHERE opens_exposure) AS last_entry,
              count(*) FILTER (WHERE coalesce(claimed_market_ts, market_ts) > @minuteAgo) AS orders,
              count(*) FILTER (WHERE coalesce(claimed_market_ts, market_ts) > @minuteAgo AND opens_exposure) AS entries
            FROM trade_decisions
            WHERE account_label = @accountLabel AND claim_attempts > 0 AND status NOT IN ('planned', 'approved', 'expired', 'withheld')
              AND coalesce(claimed_market_ts, market_ts) > @since AND coalesce(claimed_market_ts, market_ts) <= @marketTime
            GROUP BY strategy_name, symbol
            """,
            new { accountLabel, since, marketTime, minuteAgo = marketTime - Minute },
            cancellationToken: cancellationToken));
        var tracker = new OrderRateTracker();
        foreach (var row in rows)
        {
            tracker.Add(row.StrategyName, row.Symbol, row.LastEntry, (int)row.Orders, (int)row.Entries);
        }

        return tracker;
    }

    private sealed record OrderRateRow
    {
        public string StrategyName { get; init; } = "";
        public string Symbol { get; init; } = "";
        public DateTimeOffset? LastEntry { get; init; }
        public long Orders { get; init; }
        public long Entries { get; init; }
    }
}
