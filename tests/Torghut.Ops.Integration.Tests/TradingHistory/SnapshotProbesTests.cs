using System.Text.Json;
using Npgsql;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>What a snapshot asks of trading's own tables, by the statement that it prints for people.</summary>
public sealed class SnapshotProbesTests
{
    [Test]
    public async Task Probes_TwoAccounts_TellTheAgeOfEach()
    {
        await using var store = await HistoryStores.CreateAsync();
        await store.RunAsync(
            """
            INSERT INTO position_snapshots (id, account_label, market_ts, equity, cash, buying_power, positions, created_at)
            SELECT gen_random_uuid(), account, now(), 1, 0, 0, '[]', now() - make_interval(secs => age)
            FROM (VALUES ('former', 90000), ('former', 95000), ('paper', 30), ('paper', 10)) AS row (account, age)
            """);
        await using var database = NpgsqlDataSource.Create(store.Reader);
        var reading = await new PostgresProbes(database, new SnapshotOptions()).All().Single(probe => probe.Name == "position_snapshots").AskAsync(default);
        var accounts = JsonSerializer.Deserialize<JsonElement>(reading.Value!.ToJsonString()).GetProperty("accounts").EnumerateArray()
            .ToDictionary(row => row.GetProperty("account").GetString()!, row => row.GetProperty("newest_age_seconds").GetDouble());
        Assert.That(accounts.Keys, Is.EquivalentTo(new[] { "former", "paper" }));
        Assert.That(accounts["former"], Is.InRange(90_000, 94_000));
        Assert.That(accounts["paper"], Is.InRange(10, 4_000));
    }

    /// <summary>A table of years is not read for what happened in the last hour: the pages that a statement touches stay few.</summary>
    [Test]
    [Category("Long")]
    public async Task Probes_LongHistory_TouchFewPages()
    {
        const int MostPages = 100;
        await using var store = await HistoryStores.CreateAsync();
        await LargeHistory.FillAsync(store, 20_000);
        await store.RunAsync("SET session_replication_role = replica; UPDATE llm_decision_reviews SET created_at = '2026-08-03'");
        await store.RunAsync("VACUUM ANALYZE");
        await using var database = NpgsqlDataSource.Create(store.Reader);
        var touched = new Dictionary<string, int>();
        foreach (var probe in new PostgresProbes(database, new SnapshotOptions()).All())
        {
            var sql = probe.Command.Split('"')[^2];
            await using var command = database.CreateCommand($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}");
            using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
            var root = plan.RootElement[0].GetProperty("Plan");
            touched[probe.Name] = root.GetProperty("Shared Hit Blocks").GetInt32() + root.GetProperty("Shared Read Blocks").GetInt32();
        }

        await TestContext.Out.WriteLineAsync($"drill: pages {string.Join(", ", touched.Select(row => $"{row.Key} {row.Value}"))}");
        Assert.That(touched.Where(row => row.Value > MostPages && row.Key != "rows"), Is.Empty);
    }
}
