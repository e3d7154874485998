using System.Globalization;
using Torghut.Contracts.Time;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>What a day's trading looks like in the answers of the trading history.</summary>
internal static class FixtureTrading
{
    public static readonly string[] Outcomes = ["filled", "rejected", "accepted", "vetoed", "expired", "unknown"];
    private static readonly string[] Strategies = ["trend-pullback", "band-reversal"];
    private static readonly string[][] Reasons = [["cooldown_active"], ["max_position_pct_exceeded", "cooldown_active"], ["shorts_not_allowed"]];

    /// <summary>Decisions on a symbol, the newest first; some of them in one second.</summary>
    public static IReadOnlyList<Dictionary<string, object?>> Decisions(string symbol, DateTimeOffset until) =>
        [.. Enumerable.Range(0, 36).Select(i => Decision(symbol, i)).Where(row => DateTimeOffset.Parse((string)row["at"]!, CultureInfo.InvariantCulture) < until).Reverse()];

    public static string Id(int number) => $"00000000-0000-4000-8000-{number:d12}";

    public static object Explanation(string id)
    {
        var number = int.Parse(id[^12..], CultureInfo.InvariantCulture);
        var decision = Decision("AAPL", number);
        var at = (string)decision["at"]!;
        object Step(string step, string title, object? source, object[] facts, string? missing = null) => new { step, title, at, source, facts, missing };
        object Fact(string name, string? value, string unit = "") => new { name, value, unit };
        object Row(string table) => new { kind = "postgres", topic = (string?)null, partition = (int?)null, offset = (long?)null, lastOffset = (long?)null, table, key = $"id={id}" };
        return new
        {
            account = "paper",
            decision,
            chain = new[]
            {
                Step("ticks", "Trades of the second", new { kind = "kafka", topic = "torghut.trades.v1", partition = 3, offset = 918_221, lastOffset = 918_226, table = (string?)null, key = (string?)null },
                    [Fact("trades", "6"), Fact("shares", "1400", "shares")]),
                Step("bar", "The second's bar", new { kind = "clickhouse", topic = "torghut.ta.bars.1s.v1", partition = 3, offset = 44_120, lastOffset = (long?)null, table = "ta_microbars", key = "AAPL" },
                    [Fact("close", "187.32", "USD"), Fact("vwap", "187.3142", "USD")]),
                Step("signal", "The signal after it", null, [Fact("rsi14", "28.41"), Fact("macd", "-0.0368")], "ClickHouse has no row of it any more: its TTL is 14 days. The values are those that the decision keeps."),
                Step("decision", "What the strategy wanted", Row("trade_decisions"), [Fact("rationale", "crosses_above(rsi14, turn)"), Fact("decision hash", "8b21bd6c09b40c5af78402e022bb718e90b9f317ed8764ca3de434017162d82c")]),
                Step("risk", "What the risk engine said", Row("risk_decisions"), [Fact("verdict", (string)decision["outcome"]!), Fact("buying power", "100000", "USD")]),
                Step("review", "What the review said", null, [], "No review was asked for: advice is off."),
                Step("order", "The order", Row("executions"), [Fact("type", "limit"), Fact("limit", "187.35", "USD")]),
                Step("fills", "Its fills", Row("execution_events"), [Fact("filled", "38", "shares"), Fact("average", "187.33", "USD")]),
            },
            reasons = ((string[])decision["reasons"]!).Select(code => new { code, text = $"What {code.Replace('_', ' ')} means, in a sentence." }),
        };
    }

    public static object Summary(string day, bool isEmpty) => new
    {
        range = FixtureCalendar.Range(DateOnly.Parse(day, CultureInfo.InvariantCulture)),
        account = isEmpty ? null : "paper",
        decisions = new { total = isEmpty ? 0 : 2688, byStatus = isEmpty ? [] : new Dictionary<string, int> { ["filled"] = 30, ["rejected"] = 2650, ["vetoed"] = 4, ["expired"] = 4 } },
        executions = new { total = isEmpty ? 0 : 34, filled = isEmpty ? 0 : 30, partiallyFilled = isEmpty ? 0 : 1, unfilled = isEmpty ? 0 : 3, external = 0 },
        pnl = new
        {
            realised = isEmpty ? "0" : "-52.584",
            byStrategy = isEmpty ? [] : Strategies.Select((name, i) => Line(name, null, i)).ToArray(),
            bySymbol = isEmpty ? [] : Strategies.SelectMany((name, i) => new[] { Line(name, "AAPL", i), Line(name, "IBM", i + 1) }).ToArray(),
            fees = isEmpty ? "missing" : "1.593953",
            feesText = isEmpty ? "No account is on record." : "USD that the broker booked to the account in the range; not in the profit.",
            anomalies = isEmpty ? [] : new object[] { new { code = "sold_beyond_position", at = At(15, 30), order = Id(7), strategy = "band-reversal", symbol = "IBM", qty = "12", text = "12 shares were sold that no fill on record had bought." } },
            anomaliesTotal = isEmpty ? 0 : 1,
        },
        winRate = new { rate = isEmpty ? null : "0.3333", closedQuantity = isEmpty ? "0" : "570", count = isEmpty ? 0 : 15 },
        equity = isEmpty ? null : new { start = "100000", end = "99947.416", delta = "-52.584", transfers = "0", startAt = At(9, 30), endAt = At(16, 0) },
        rejections = isEmpty ? [] : new object[]
        {
            new { reason = "shorts_not_allowed", count = 2616, text = "The account may not hold less than nothing of a symbol." },
            new { reason = "cooldown_active", count = 1222, text = "The symbol was entered a moment ago." },
            new { reason = "max_position_pct_exceeded", count = 16, text = "The position would be too large a part of equity." },
        },
        equityCurve = isEmpty ? [] : Enumerable.Range(0, 200).Select(i => new object[]
        {
            FixtureDay.Seconds(new TimeOnly(9, 30)) + (i * 117), (100_000m - (i * 0.26m) + ((decimal)Math.Round(Math.Sin(i / 9.0) * 18, 2))).ToString(CultureInfo.InvariantCulture),
        }).ToArray(),
    };

    public static IReadOnlyList<object> Executions() => [.. Enumerable.Range(0, 12).Select(i => new
    {
        id = Id(500 + i), at = At(15, 50 - i), createdAt = At(15, 50 - i), decisionId = i % 5 == 4 ? null : Id(i * 3), strategy = i % 5 == 4 ? null : Strategies[i % 2],
        symbol = i % 2 == 0 ? "AAPL" : "IBM", side = i % 3 == 0 ? "sell" : "buy", orderType = "limit", timeInForce = "day", qty = "38", limitPrice = "187.35",
        status = i % 4 == 3 ? "partially_filled" : "filled", filledQty = i % 4 == 3 ? "12.5" : "38", filledAvgPrice = "187.331", filledAt = At(15, 51 - i),
        adapter = "alpaca", external = i % 5 == 4, orderId = Id(900 + i), clientOrderId = $"c{i}",
    })];

    public static object StrategyList() => new
    {
        strategies = Strategies.Select(name => new { name, version = "1.0.0", pluginType = "rules", enabled = true, universe = new[] { "AAPL", "IBM" }, suspendedAt = (string?)null, suspendedReason = (string?)null, decisions = 2688, decisionsCapped = false, lastDecisionAt = At(15, 59) }),
    };

    private static Dictionary<string, object?> Decision(string symbol, int number)
    {
        var outcome = Outcomes[number % Outcomes.Length];
        // Every sixth shares its second with the one before.
        var at = NewYork.At(FixtureDay.Day, new TimeOnly(9, 45)).AddSeconds((number - (number % 6 == 5 ? 1 : 0)) * 600L).ToUniversalTime();
        return new Dictionary<string, object?>
        {
            ["id"] = Id(number), ["at"] = Iso(at), ["createdAt"] = Iso(at.AddMilliseconds(120)), ["strategy"] = Strategies[number % 2], ["symbol"] = symbol,
            ["action"] = number % 4 == 3 ? "sell" : "buy", ["qty"] = "38", ["limitPrice"] = "187.35", ["status"] = outcome == "accepted" ? "submitted" : outcome,
            ["statusReason"] = null, ["reasons"] = outcome == "rejected" ? Reasons[number / 6 % 3] : [], ["outcome"] = outcome, ["signalEventTs"] = Iso(at),
        };
    }

    private static object Line(string strategy, string? symbol, int i) => new
    {
        strategy, symbol, realised = i % 2 == 0 ? "-71.25" : "18.666", closedQty = "285", winRate = i % 2 == 0 ? "0.2" : "0.6", closings = 8, wins = i % 2 == 0 ? 2 : 5, losses = 3,
    };

    private static string At(int hour, int minute) => Iso(NewYork.At(FixtureDay.Day, new TimeOnly(hour, minute)));

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
