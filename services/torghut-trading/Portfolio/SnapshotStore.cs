using Dapper;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Portfolio;

/// <summary>What the account looked like.</summary>
internal sealed class SnapshotStore(Database database)
{
    public async Task WriteAsync(string accountLabel, MarketClock clock, BrokerAccount account, IReadOnlyList<BrokerPosition> positions,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO position_snapshots (id, account_label, market_ts, equity, last_equity, cash, buying_power, positions)
            VALUES (@Id, @accountLabel, @Now, @Equity, @LastEquity, @Cash, @BuyingPower, @Positions)
            """,
            new
            {
                Id = Guid.CreateVersion7(clock.Now),
                accountLabel,
                clock.Now,
                account.Equity,
                account.LastEquity,
                account.Cash,
                account.BuyingPower,
                Positions = PersistedJson.Of([.. positions.Select(ToMap)]),
            },
            cancellationToken: cancellationToken));
    }

    private static JsonMap ToMap(BrokerPosition position) => new()
    {
        ["symbol"] = position.Symbol,
        ["qty"] = position.Qty,
        ["avg_entry_price"] = position.AvgEntryPrice,
        ["price"] = position.Price,
        ["market_value"] = position.MarketValue,
    };
}
