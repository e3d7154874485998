using System.Globalization;
using System.Text.Json;
using Dapper;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>
/// The order invariants of the safety page, judged from the broker's own ledger: what was asked, what was answered, what was executed. The database is what
/// is judged, never the witness.
/// </summary>
internal static class SafetyOracle
{
    private const decimal StrategyMaxNotional = 5_000;

    private static readonly string[] Final = ["filled", "canceled", "expired", "rejected", "replaced"];

    public static async Task HoldsAsync(TradingStack stack)
    {
        var ledger = await stack.Broker.LedgerAsync();
        var requests = ledger.Where(e => Text(e, "kind") == "request" && Text(e, "method") == "POST" && Text(e, "path") == "/v2/orders").ToList();
        await using var connection = await stack.Database.OpenConnectionAsync();
        var decisions = (await connection.QueryAsync<Judged>(
            """
            SELECT decision_hash AS hash, risk_at AS riskat, order_payload ->> 'symbol' AS symbol, order_payload ->> 'side' AS side,
              (order_payload ->> 'qty')::numeric AS qty, (order_payload ->> 'limit_price')::numeric AS limitprice, cardinality(risk_reasons) AS reasons
            FROM trade_decisions WHERE risk_at IS NOT NULL
            """)).ToDictionary(row => row.Hash);
        OneOrderForADecision(ledger, requests, decisions);
        ApprovedBeforeReceived(requests, decisions);
        await FillsEqualPositionsAndCashAsync(stack, ledger, connection);
        await ProgressNeverFallsAsync(connection);
    }

    /// <summary>O1 and O9: at most one order and one payload for a decision; what left is what decisions claimed, counted at the broker.</summary>
    private static void OneOrderForADecision(IReadOnlyList<JsonElement> ledger, List<JsonElement> requests, Dictionary<string, Judged> decisions)
    {
        foreach (var sent in requests.Where(r => decisions.ContainsKey(Text(r, "client_order_id"))).GroupBy(r => Text(r, "client_order_id")))
        {
            Assert.That(sent.Select(r => r.GetProperty("body").GetRawText()).Distinct().Count(), Is.EqualTo(1), "O1: payloads of one decision");
        }

        var accepted = ledger.Where(e => Text(e, "kind") == "order_event" && Text(e, "event") is "new" or "pending_new")
            .GroupBy(e => Text(e, "client_order_id"));
        Assert.That(accepted.Select(orders => orders.Select(e => Text(e, "order_id")).Distinct().Count()), Is.All.EqualTo(1), "O1: orders of one decision");
    }

    /// <summary>O2 and O7: the approved verdict was committed before the request came, the request is what was approved, and it is within the cap.</summary>
    private static void ApprovedBeforeReceived(List<JsonElement> requests, Dictionary<string, Judged> decisions)
    {
        foreach (var request in requests)
        {
            if (!decisions.TryGetValue(Text(request, "client_order_id"), out var decision))
            {
                continue;
            }

            var body = request.GetProperty("body");
            Assert.That(decision.RiskAt, Is.LessThanOrEqualTo(request.GetProperty("at").GetDateTimeOffset().UtcDateTime), "O2: the verdict came first");
            Assert.That(decision.Reasons, Is.Zero, "O2: the verdict approves");
            Assert.That((Text(body, "symbol"), Text(body, "side"), Number(body, "qty")), Is.EqualTo((decision.Symbol, decision.Side, (decimal?)decision.Qty)),
                "O2: the payload");
            Assert.That(Number(body, "limit_price"), Is.EqualTo(decision.LimitPrice), "O2: the limit");
            if (decision.LimitPrice is { } limit)
            {
                Assert.That(decision.Qty * limit, Is.LessThanOrEqualTo(StrategyMaxNotional), "O7: the strategy's cap");
            }
        }
    }

    /// <summary>O4: executions in the ledger equal the broker's positions and cash exactly, and what is stored of our orders equals the ledger.</summary>
    private static async Task FillsEqualPositionsAndCashAsync(TradingStack stack, IReadOnlyList<JsonElement> ledger, Npgsql.NpgsqlConnection connection)
    {
        var fills = ledger.Where(e => Text(e, "kind") == "execution").ToList();
        Assert.That(fills.Select(e => Text(e, "execution_id")), Is.Unique);
        var positions = (await stack.Broker.Client.ListPositionsAsync(CancellationToken.None)).ToDictionary(p => p.Symbol, p => p.Qty);
        var expected = fills.GroupBy(e => Text(e, "symbol")).Select(g => (Symbol: g.Key, Qty: g.Sum(Signed))).Where(p => p.Qty != 0)
            .ToDictionary(p => p.Symbol, p => p.Qty);
        Assert.That(positions, Is.EquivalentTo(expected), "O4: positions");
        var cash = (await stack.Broker.Client.GetAccountAsync(CancellationToken.None)).Cash;
        Assert.That(cash, Is.EqualTo(100_000m - fills.Sum(e => Signed(e) * Number(e, "price")!.Value)), "O4: cash");

        var stored =
            (await connection.QueryAsync<(string Order, decimal Filled)>(
            "SELECT alpaca_order_id, filled_qty FROM executions WHERE filled_qty > 0")).ToDictionary(row => row.Order, row => row.Filled);
        Assert.That(stored, Is.EquivalentTo(fills.GroupBy(e => Text(e, "order_id")).ToDictionary(g => g.Key, g => g.Sum(e => Number(e, "qty")!.Value))),
            "O4: stored fills");
    }

    /// <summary>O5: in the log, an order's filled quantity never falls and a final state is the last one.</summary>
    private static async Task ProgressNeverFallsAsync(Npgsql.NpgsqlConnection connection)
    {
        var reports = await connection.QueryAsync<(string Order, string Status, decimal Filled)>(
            "SELECT payload ->> 'order_id', payload ->> 'broker_status', (payload ->> 'filled_qty')::numeric FROM audit_log WHERE kind IN ('order_observed', 'external_order') ORDER BY seq");
        foreach (var story in reports.GroupBy(row => row.Order))
        {
            Assert.That(story.Select(row => row.Filled), Is.Ordered, "O5: filled quantity");
            Assert.That(story.Select(row => row.Status).SkipWhile(status => !Final.Contains(status)).Distinct().Count(), Is.LessThanOrEqualTo(1),
                "O5: final states absorb");
        }
    }

    private static decimal Signed(JsonElement execution) => Text(execution, "side") == "buy" ? Number(execution, "qty")!.Value
        : -Number(execution, "qty")!.Value;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()! : "";

    private static decimal? Number(JsonElement element, string name) => element.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture),
            JsonValueKind.Number => value.GetDecimal(),
            _ => null,
        }
        : null;

    private sealed record Judged
    {
        public string Hash { get; init; } = "";
        public DateTime RiskAt { get; init; }
        public string Symbol { get; init; } = "";
        public string Side { get; init; } = "";
        public decimal Qty { get; init; }
        public decimal? LimitPrice { get; init; }
        public int Reasons { get; init; }
    }
}
