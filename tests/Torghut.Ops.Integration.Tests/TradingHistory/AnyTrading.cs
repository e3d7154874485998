namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>Three days of random trading by two strategies and somebody else.</summary>
internal static class AnyTrading
{
    public const int Days = 3;
    private const int Decisions = 300;

    public static async Task FillAsync(HistoryStore store, int seed)
    {
        var random = new Random(seed);
        await store.StrategyAsync("trend");
        await store.StrategyAsync("=reversal, \"quoted\"", "[]");
        foreach (var strategy in new[] { "trend", "=reversal, \"quoted\"" })
        {
            for (var number = 0; number < Decisions / 2; number++)
            {
                var at = HistoryStore.Open.AddSeconds(random.Next(Days * 86_400)).AddMicroseconds(random.Next(1_000_000));
                var symbol = random.Next(2) == 0 ? "AAPL" : "BRK.B";
                var isRejected = random.Next(4) == 0;
                var id = await store.DecisionAsync(
                    strategy, symbol, at, isRejected ? "rejected" : "filled", isRejected ? ["missing_price", random.Next(2) == 0 ? "market_closed"
                        : "advisory_veto"] : [],
                    mayShort: random.Next(2) == 0);
                if (!isRejected)
                {
                    await store.ExecutionAsync(id, symbol, at.AddSeconds(1), Qty(random), Price(random));
                }
            }
        }

        for (var number = 0; number < 5; number++)
        {
            await store.ExecutionAsync(null, "AAPL", HistoryStore.Open.AddSeconds(random.Next(Days * 86_400)), Qty(random), Price(random));
        }

        await store.ExecutionAsync(null, "AAPL", HistoryStore.Open.AddHours(1), 5, null, "partially_filled");
        for (var minute = 0; minute < Days * 1440; minute += 7)
        {
            await store.SnapshotAsync(HistoryStore.Open.AddMinutes(minute), 100_000 + (random.Next(-1_000_000, 1_000_000) / 100m));
        }
    }

    /// <summary>Positive or negative, sometimes with nine decimals.</summary>
    private static decimal Qty(Random random) => (random.Next(2) == 0 ? 1 : -1) * (random.Next(1, 50) + (random.Next(3) == 0
        ? random.Next(1_000_000_000) / 1e9m : 0));

    private static decimal Price(Random random) => random.Next(900_000, 1_100_000) / 10_000m;
}
