using Npgsql;
using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory.Lists;
using Torghut.Ops.TradingHistory.Reading;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>
/// Walks over pages while rows come in, also of transactions that began early and commit late. What is promised: every row that was committed before the
/// first page was read is there, once; a row that is committed meanwhile is there once or not at all.
/// </summary>
public sealed class WalkTests
{
    private static readonly TimeRange Day = TimeRange.Of(new TradingDay(new DateOnly(2026, 8, 3)));

    private HistoryStore _store = null!;
    private NpgsqlDataSource _reader = null!;

    [SetUp]
    public async Task FillAsync()
    {
        _store = await HistoryStores.CreateAsync();
        _reader = NpgsqlDataSource.Create(_store.Reader);
        await _store.StrategyAsync("trend");
        for (var number = 0; number < 60; number++)
        {
            await InsertAsync(new Random(number), null);
        }
    }

    [TearDown]
    public async Task DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Test]
    public Task Walk_RowsComeInMeanwhile_NoneIsMissedOrDoubled() => WalkAsync(100);

    [Test, Category("Long"), TimeLimit(3600)]
    public Task Walk_TenThousandTimes_NoneIsMissedOrDoubled() => WalkAsync(10_000);

    [Test]
    public async Task Walk_OverHttpWithEveryFilter_IsEveryRowOnce()
    {
        await using var ops = await RunningOps.StartAsync(_store.Keys);
        foreach (var (list, filter, sql) in new[]
        {
            ("decisions", "", "SELECT id FROM trade_decisions ORDER BY market_ts DESC, id DESC"),
            ("decisions", "&symbol=AAPL", "SELECT id FROM trade_decisions WHERE symbol = 'AAPL' ORDER BY market_ts DESC, id DESC"),
            ("decisions", "&status=rejected&strategy=trend", "SELECT id FROM trade_decisions WHERE status = 'rejected' ORDER BY market_ts DESC, id DESC"),
            ("executions", "&symbol=MSFT", "SELECT id FROM executions WHERE symbol = 'MSFT' ORDER BY created_at DESC, id DESC"),
        })
        {
            var expected = await _store.RowsAsync(sql, row => row.GetGuid(0));
            Assert.That(expected, Is.Not.Empty);
            foreach (var limit in new[] { 1, 7, expected.Count, 500 })
            {
                var rows = await ops.WalkAsync($"{ReadHistory.Root}/{list}?day=2026-08-03{filter}", limit);
                Assert.That(rows.Select(row => row.GetProperty("id").GetGuid()), Is.EqualTo(expected), $"{list} {filter} by {limit}");
            }
        }
    }

    [Test]
    public async Task Cursor_OfAnotherQuestion_IsABadQuery()
    {
        await using var ops = await RunningOps.StartAsync(_store.Keys);
        var next = (await ops.JsonAsync($"{ReadHistory.Root}/decisions?day=2026-08-03&limit=3")).GetProperty("next").GetString();
        foreach (var other in new[] { "executions?day=2026-08-03", "decisions?day=2026-08-04", "decisions?day=2026-08-03&symbol=AAPL",
            "decisions?day=2026-08-03&account=paper" })
        {
            Assert.That((await ops.GetAsync($"{ReadHistory.Root}/{other}&cursor={next}")).Status, Is.EqualTo(400), other);
        }

        Assert.That((await ops.GetAsync($"{ReadHistory.Root}/decisions?day=2026-08-03&limit=500&cursor={next}")).Status, Is.EqualTo(200),
            "a page may have another size");
    }

    private async Task WalkAsync(int walks)
    {
        var random = new Random(walks);
        await using var database = new HistoryDatabase(_reader);
        for (var walk = 0; walk < walks; walk++)
        {
            // A transaction whose rows are older than the walk and are committed in the middle of it.
            await using var late = await _store.Source.OpenConnectionAsync();
            await using var transaction = await late.BeginTransactionAsync();
            await InsertAsync(random, late);
            var before = await CommittedAsync(walk);
            var commitAt = random.Next(4);
            var seen = new List<Guid>();
            var (after, pages) = ((HistoryPosition?)null, 0);
            do
            {
                (var ids, after) = await PageAsync(database, walk, after, random.Next(1, 40));
                seen.AddRange(ids);
                if (pages++ == commitAt)
                {
                    await transaction.CommitAsync();
                }

                if (random.Next(4) == 0 && before.Count < 120)
                {
                    await InsertAsync(random, null);
                }
            }
            while (after is not null);
            Assert.That(seen, Is.Unique, $"walk {walk}");
            Assert.That(before.Except(seen), Is.Empty, $"walk {walk}");
            Assert.That(seen.Except(await CommittedAsync(walk)), Is.Empty, $"walk {walk}");
        }
    }

    /// <summary>Walks over both lists in turn.</summary>
    private static bool IsOfDecisions(int walk) => walk % 2 == 0;

    private async Task<HashSet<Guid>> CommittedAsync(int walk) =>
        [.. await _store.RowsAsync($"SELECT id FROM {(IsOfDecisions(walk) ? "trade_decisions" : "executions")}", row => row.GetGuid(0))];

    /// <summary>A page and its end by way of the cursor's text, as a client has it.</summary>
    private static Task<(IEnumerable<Guid> Ids, HistoryPosition? Next)> PageAsync(HistoryDatabase database, int walk, HistoryPosition? after, int limit) =>
        IsOfDecisions(walk)
            ? PageAsync(database, DecisionHistory.ReadAsync, DecisionHistory.PositionOf, item => item.Id, after, limit)
            : PageAsync(database, ExecutionHistory.ReadAsync, ExecutionHistory.PositionOf, item => item.Id, after, limit);

    private static async Task<(IEnumerable<Guid>, HistoryPosition?)> PageAsync<T>(
        HistoryDatabase database, Func<HistorySession, HistoryFilter, HistoryPosition?, int, Task<List<T>>> read, Func<T, HistoryPosition> placeOf,
        Func<T, Guid> idOf, HistoryPosition? after, int limit)
    {
        var filter = new HistoryFilter(HistoryStore.Account, Day);
        var rows = await database.ReadAsync(session => read(session, filter, after, limit), CancellationToken.None);
        if (rows.Count < limit)
        {
            return (rows.Select(idOf), null);
        }

        var cursor = new HistoryCursor(placeOf(rows[^1]), HistoryStore.Account).Write("list", "question");
        return (rows.Select(idOf), HistoryCursor.Read(cursor, "list", "question")!.Position);
    }

    /// <summary>A decision with its order, many at the same time. An order with a fill would wait for the other transaction, which holds the totals.</summary>
    private async Task InsertAsync(Random random, NpgsqlConnection? connection)
    {
        var at = HistoryStore.Open.AddSeconds(random.Next(20));
        var symbol = random.Next(2) == 0 ? "AAPL" : "MSFT";
        var isRejected = random.Next(3) == 0;
        var id = await _store.DecisionAsync("trend", symbol, at, isRejected ? "rejected" : "filled", isRejected ? ["missing_price"] : [],
            connection: connection);
        await _store.ExecutionAsync(id, symbol, at, 0, null, "new", connection: connection);
    }
}
