using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A full run, then a look at everything it wrote.</summary>
public sealed partial class SecretsAndJsonTests
{
    [Test]
    [Category("Long")]
    public async Task FullRun_EveryJsonColumn_HoldsUuidsDecimalsAndTimesAsStrings()
    {
        await using var stack = await FullRunAsync();
        await using var connection = await stack.Database.OpenConnectionAsync();
        var columns = (await connection.QueryAsync<(string Table, string Column)>(
            "SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'jsonb' AND table_schema = 'public'")).ToList();
        Assert.That(columns, Has.Count.GreaterThanOrEqualTo(11));
        foreach (var (table, column) in columns)
        {
            var values = (await connection.QueryAsync<string>($"SELECT \"{column}\"::text FROM \"{table}\" WHERE \"{column}\" IS NOT NULL")).ToList();
            // No reviewer, no dividend and nothing that is not understood is part of this run.
            if (table is not ("llm_decision_reviews" or "account_activities" or "unread_items"))
            {
                Assert.That(values, Is.Not.Empty, $"{table}.{column} was never written: the run does not cover it");
            }

            foreach (var value in values)
            {
                AssertStrings(JsonDocument.Parse(value).RootElement, $"{table}.{column}", Doubles.Contains(column));
            }
        }
    }

    [Test]
    public async Task FullRun_Secrets_AppearNowhere()
    {
        await using var stack = await FullRunAsync();
        var dsnPassword = stack.Environment["DB_DSN"].Split(':')[2].Split('@')[0];
        string[] secrets = [dsnPassword, stack.Environment["ALPACA_SECRET_KEY"], TradingStack.OperatorToken, TradingStack.RearmToken];
        var seen = new List<(string Where, string Text)> { ("log", stack.Process.Output) };
        foreach (var path in new[] { "/", "/metrics", "/trading/status", "/trading/health", "/trading/decisions", "/trading/executions", "/openapi.json",
            "/readyz" })
        {
            seen.Add((path, await stack.TextAsync(path)));
        }

        await using var connection = await stack.Database.OpenConnectionAsync();
        foreach (var table in await connection.QueryAsync<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"))
        {
            seen.Add((table, string.Join('\n', await connection.QueryAsync<string>($"SELECT t::text FROM \"{table}\" t"))));
        }

        foreach (var (where, text) in seen)
        {
            foreach (var secret in secrets)
            {
                Assert.That(text, Does.Not.Contain(secret), where);
            }
        }
    }

    /// <summary>Columns whose numbers are indicators and thresholds: doubles by nature, no money.</summary>
    private static readonly string[] Doubles = ["features", "params"];

    private static async Task<TradingStack> FullRunAsync()
    {
        var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 2);
        await FullRun.ApplyTradeUpdateAsync(stack);
        await FullRun.CompareAndDemoteAsync(stack);
        await stack.PostAsync("/trading/emergency-stop", "wrong-token", new { reason = "x", actor = "y" });
        await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        await stack.CountsAsync("SELECT count(*) FROM audit_log WHERE kind = 'latch_engaged'", 1);
        return stack;
    }

    private static void AssertStrings(JsonElement value, string where, bool doublesAllowed)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    AssertStrings(property.Value, $"{where}.{property.Name}", doublesAllowed || Doubles.Contains(property.Name));
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    AssertStrings(item, where, doublesAllowed);
                }

                break;
            case JsonValueKind.Number when !doublesAllowed:
                Assert.That(WholeNumber().IsMatch(value.GetRawText()), Is.True, $"{where} = {value.GetRawText()} should be text");
                break;
        }
    }

    [GeneratedRegex(@"\A-?[0-9]+\z")]
    private static partial Regex WholeNumber();
}
