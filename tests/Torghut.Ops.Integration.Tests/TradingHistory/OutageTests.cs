using System.Text.Json;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

public sealed class OutageTests
{
    private static readonly string[] Paths =
    [
        "trading/strategies", "trading/days?from=2026-08-03&to=2026-08-03", "trading/summary?day=2026-08-03", "trading/executions?day=2026-08-03",
        "trading/decisions?day=2026-08-03", "trading/decisions/00000000-0000-0000-0000-000000000000", "trading/why?symbol=AAPL&at=2026-08-03T14:00:00Z",
        "backtests", "backtests/abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789",
    ];

    [Test]
    public async Task Answers_PostgresIsAway_AreProblemsThatNameIt()
    {
        var port = Testing.ServiceProcess.FreePort();
        var address = $"postgresql://ops:secret-of-it@127.0.0.1:{port}/torghut";
        await using var ops = await RunningOps.StartAsync(new Dictionary<string, string> { ["DB_DSN"] = address });
        foreach (var path in Paths)
        {
            var problem = await ProblemAsync(ops, path);
            Assert.That((problem.GetProperty("cause").GetString(), problem.GetProperty("seen").GetString()), Is.EqualTo(("postgres",
                "no complete answer came in time")), path);
        }

        Assert.That(ops.Process.Output, Does.Not.Contain("secret-of-it"));
    }

    [Test]
    public async Task Answers_PostgresIsNotConfigured_NameTheKey()
    {
        await using var ops = await RunningOps.StartAsync(new Dictionary<string, string>());
        foreach (var path in Paths)
        {
            Assert.That((await ProblemAsync(ops, path)).GetProperty("key").GetString(), Is.EqualTo("DB_DSN"), path);
        }
    }

    [Test]
    public async Task Answer_StatementTakesTooLong_IsAProblemAndTheServiceGoesOn()
    {
        await using var store = await HistoryStores.CreateAsync();
        await using var ops = await RunningOps.StartAsync(new Dictionary<string, string>(store.Keys) { ["OPS_HISTORY_QUERY_TIMEOUT_MS"] = "1000" });
        await using (var connection = await store.Source.OpenConnectionAsync())
        await using (await connection.BeginTransactionAsync())
        {
            await HistoryStore.ExecuteAsync(connection, "LOCK TABLE trade_decisions IN ACCESS EXCLUSIVE MODE");
            var problem = await ProblemAsync(ops, "trading/decisions?day=2026-08-03");
            Assert.That(problem.GetProperty("seen").GetString(), Is.EqualTo("the query took longer than is allowed"));
        }

        Assert.That((await ops.GetAsync("/api/torghut/trading/decisions?day=2026-08-03")).Status, Is.EqualTo(200));
    }

    private static async Task<JsonElement> ProblemAsync(RunningOps ops, string path)
    {
        var (status, body, contentType) = await ops.GetAsync($"/api/torghut/{path}");
        Assert.That((status, contentType), Is.EqualTo((503, "application/problem+json")), $"{path}: {body}");
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
