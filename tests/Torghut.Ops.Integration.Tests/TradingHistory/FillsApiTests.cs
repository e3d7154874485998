using System.Globalization;
using System.Text.Json;
using Torghut.Ops.TradingHistory.Profits;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>What fills of other days, fills in part and fills that cannot be counted do to a day.</summary>
public sealed class FillsApiTests
{
    private const string Tuesday = "day=2026-08-04";

    private HistoryStore _store = null!;
    private RunningOps _ops = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _store = await HistoryStores.CreateAsync();
        await _store.StrategyAsync("trend");
        _ops = await RunningOps.StartAsync(_store.Keys);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _ops.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Summary_FillOfTheDayBeforeWithoutAPrice_IsAnAnomalyOfTheDay()
    {
        await FillAsync("MISS", HistoryStore.Open, 10, null);
        await FillAsync("MISS", HistoryStore.Open.AddMinutes(1), 10, 100);
        await FillAsync("MISS", HistoryStore.Open.AddDays(1), -20, 110);
        var anomaly = (await LineAsync("MISS")).GetProperty("anomalies")[0];
        Assert.That(anomaly.GetProperty("code").GetString(), Is.EqualTo("missing_price"));
        Assert.That(anomaly.GetProperty("at").GetString(), Is.EqualTo("2026-08-03T13:30:00Z"));
        await FillAsync("MISS", HistoryStore.Open.AddDays(1).AddMinutes(1), 10, 100);
        await FillAsync("MISS", HistoryStore.Open.AddDays(2), 1, 100);
        Assert.That(
            Codes(await LineAsync("MISS", "day=2026-08-05")), Is.EqualTo(new[] { "uncounted_before" }), "flat by what counts, and 10 shares short");
    }

    [TestCase("canceled")]
    [TestCase("broker_expired")]
    public async Task Order_FilledInPartThatEndedADayLater_CountsWhenItWasFilled(string status)
    {
        var symbol = status.ToUpperInvariant()[..4];
        var filled = HistoryStore.Open.AddMinutes(30);
        var decision = await _store.DecisionAsync("trend", symbol, HistoryStore.Open, status);
        var order = await _store.ExecutionAsync(decision, symbol, HistoryStore.Open, 4, 100, "canceled");
        await _store.ExecuteAsync(
            "UPDATE executions SET filled_at = NULL, last_fill_at = @filled, broker_updated_at = @filled + interval '1 day' WHERE id = @id", ("id", order),
            ("filled", filled));
        var execution = (await _ops.JsonAsync($"{ReadHistory.Root}/executions?day=2026-08-03&symbol={symbol}")).GetProperty("items")[0];
        Assert.That(execution.GetProperty("filledAt").GetString(), Is.EqualTo("2026-08-03T14:00:00Z"));
        Assert.That((await LineAsync(symbol, "day=2026-08-03")).Money("bought"), Is.EqualTo(400));
        var shown = (await _ops.JsonAsync($"{ReadHistory.Root}/decisions?day=2026-08-03&symbol={symbol}")).GetProperty("items")[0];
        Assert.That((shown.GetProperty("status").GetString(), shown.GetProperty("outcome").GetString()), Is.EqualTo((status, "filled")));
        var explained = await _ops.JsonAsync($"{ReadHistory.Root}/decisions/{decision}");
        Assert.That(explained.GetProperty("decision").GetProperty("outcome").GetString(), Is.EqualTo("filled"));
    }

    [Test]
    public async Task Summary_PositionOfMoreOrdersThanAreRead_HasItsSharesAndSaysThatTheCostIsEstimated()
    {
        const int Orders = FillHistory.MostEarlier + 500;
        await _store.RunAsync(
            $"""
            INSERT INTO executions (id, account_label, adapter, alpaca_order_id, client_order_id, is_external, symbol, side, order_type, time_in_force, qty,
              status, filled_qty, filled_avg_price, submitted_at, filled_at, broker_updated_at, raw_order)
            SELECT gen_random_uuid(), 'paper', 'alpaca', 'many-' || n, 'many-' || n, true, 'MANY', 'buy', 'market', 'day', 1, 'filled', 1, 100, at, at, at, '[]'
            FROM generate_series(1, {Orders}) AS n CROSS JOIN LATERAL (SELECT '2026-08-03T13:30Z'::timestamptz - n * interval '10 minutes' AS at) AS moment
            """);
        await _store.ExecutionAsync(null, "MANY", HistoryStore.Open.AddDays(1), -10, 110);
        var line = await LineAsync("MANY");
        Assert.That((line.Money("openQty"), line.Money("realised")), Is.EqualTo((Orders - 10m, 100m)));
        Assert.That(Codes(line), Is.EqualTo(new[] { "estimated_cost", "external_fill" }));
        Assert.That(line.GetProperty("anomalies")[0].GetProperty("qty").GetString(), Is.EqualTo("500"));
    }

    /// <summary>What is read at first leads back to a flat position, or does not and then more is read: the cost is exact either way.</summary>
    [TestCase("DEEP", 0, 75)]
    [TestCase("FLAT", 100, 20)]
    public async Task Summary_PositionOfMoreOrdersThanAreReadAtFirst_HasItsCost(string symbol, int roundTrips, int cheap)
    {
        // Bought and sold again at other prices, then as many cheap shares as dear ones.
        var orders =
            $"""
            SELECT 1 AS phase, n, CASE n % 2 WHEN 0 THEN 'buy' ELSE 'sell' END AS side, 7 AS price FROM generate_series(0, {(2 * roundTrips) - 1}) AS n
            UNION ALL SELECT 2, n, 'buy', 90 FROM generate_series(1, {cheap}) AS n UNION ALL SELECT 3, n, 'buy', 110 FROM generate_series(1, {cheap}) AS n
            """;
        await _store.RunAsync(
            $"""
            INSERT INTO executions (id, account_label, adapter, alpaca_order_id, client_order_id, is_external, symbol, side, order_type, time_in_force, qty,
              status, filled_qty, filled_avg_price, submitted_at, filled_at, broker_updated_at, raw_order)
            SELECT gen_random_uuid(), 'paper', 'alpaca', name, name, true, '{symbol}', side, 'market', 'day', 1, 'filled', 1, price, at, at, at, '[]'
            FROM (SELECT *, '{symbol}' || phase || '-' || n AS name FROM ({orders}) AS any_order) AS wanted
            CROSS JOIN LATERAL (SELECT '2026-08-03T13:30Z'::timestamptz + (phase * 1000 + n) * interval '1 second' AS at) AS moment
            """);
        await _store.ExecutionAsync(null, symbol, HistoryStore.Open.AddDays(1), -10, 110);
        var line = await LineAsync(symbol);
        Assert.That((line.Money("openQty"), line.Money("realised")), Is.EqualTo(((2m * cheap) - 10, 100m)));
        Assert.That(Codes(line), Is.EqualTo(new[] { "external_fill" }));
    }

    /// <summary>Trading's sums and the profit leave out the same fills.</summary>
    [Test]
    public async Task Faults_OfAnyFill_AreThoseOfTheSums()
    {
        foreach (var side in new[] { "buy", "sell", "sell_short", "" })
        {
            foreach (var qty in new[] { 1m, 0.000000001m, Fill.MaxQty, Fill.MaxQty + 1 })
            {
                foreach (var price in new decimal?[] { null, -1, 0, 1, Fill.MaxPrice, Fill.MaxPrice + 0.000000001m })
                {
                    var fill = new Fill(HistoryStore.Open, Guid.Empty, null, "AAPL", side, qty, price, MayShort: false);
                    var counts = FillFaults.Of(fill) is null;
                    var amount = price is { } given ? given.ToString(CultureInfo.InvariantCulture) : "NULL";
                    var args = string.Create(CultureInfo.InvariantCulture, $"'{side}', {qty}, {amount}");
                    var sums = await _store.RowsAsync(
                        $"SELECT fill_counted({args}), fill_uncounted({args})", row => (row.GetDecimal(0), row.GetDecimal(1)));
                    Assert.That(sums.Single(), Is.EqualTo((counts ? fill.Signed : 0, counts ? 0 : fill.Signed)), args);
                }
            }
        }
    }

    private static IEnumerable<string?> Codes(JsonElement line) =>
        line.GetProperty("anomalies").EnumerateArray().Select(anomaly => anomaly.GetProperty("code").GetString());

    private async Task<JsonElement> LineAsync(string symbol, string day = Tuesday) =>
        (await _ops.JsonAsync($"{ReadHistory.Root}/summary?{day}&symbol={symbol}")).GetProperty("pnl").GetProperty("bySymbol").EnumerateArray().Single();

    private async Task FillAsync(string symbol, DateTimeOffset at, decimal qty, decimal? price)
    {
        var decision = await _store.DecisionAsync("trend", symbol, at, mayShort: true);
        await _store.ExecutionAsync(decision, symbol, at, qty, price);
    }
}
