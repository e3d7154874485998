using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Hosting;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Integration.Tests;

/// <summary>What nobody understood is kept as it came and is in the way of entries until it is understood, gone or acknowledged; across restarts too.</summary>
public sealed class UnreadItemsTests
{
    private static readonly UnreadItem Order =
        new("o1", "MSFT", "Field 'side' is neither buy nor sell.", "{\"id\":\"o1\",\"side\":\"\",\"note\":\"a\\u0000b\"}");
    private static readonly UnreadItem Position = new("a1", "NVDA", "Field 'qty' is missing or has the wrong type.", "{\"symbol\":\"NVDA\",\"qty\":null}");
    private static readonly UnreadItem Nameless = new(null, null, "An array was expected.", "7");

    private FreshDatabase _fresh = null!;

    [SetUp]
    public async Task CreateAsync() => _fresh = await FreshDatabase.CreateAsync();

    [TearDown]
    public ValueTask DisposeAsync() => _fresh.DisposeAsync();

    [Test]
    public async Task Item_SeenAgain_IsKeptOnceAndBlocksUntilAcknowledged()
    {
        using var items = Make();
        await items.SawAsync(UnreadKinds.Order, [Order, Nameless], CancellationToken.None);
        await items.SawAsync(UnreadKinds.Order, [Order, Nameless], CancellationToken.None);
        using var restarted = Make();
        await restarted.SawAsync(UnreadKinds.Order, [Order], CancellationToken.None);
        Assert.That((items.Count, restarted.Count, await BlockingAsync()), Is.EqualTo((2, 2, 2)));
        Assert.That(await _fresh.QueryAsync<string>("SELECT raw ->> 'note' FROM unread_items WHERE item_key = 'o1'"), Is.EqualTo("a\uFFFDb"));
        Assert.That(await _fresh.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind = 'unread_item'"), Is.EqualTo(2));

        Assert.That(await restarted.AcknowledgeAsync("o1", "known", "tester", CancellationToken.None), Is.EqualTo(1));
        await restarted.SawAsync(UnreadKinds.Order, [Order], CancellationToken.None);
        Assert.That((restarted.Count, await BlockingAsync()), Is.EqualTo((1, 1)), "an acknowledged one may stay");
        await restarted.UnderstoodAsync(UnreadKinds.Order, ["o1", "o2"], CancellationToken.None);
        await restarted.SawAsync(UnreadKinds.Order, [Order], CancellationToken.None);
        Assert.That(await BlockingAsync(), Is.EqualTo(2), "one that was understood in between is a new one");
    }

    [Test]
    public async Task Position_ThatHasGoneOrIsUnderstood_BlocksNoLonger()
    {
        using var items = Make();
        await items.SawAllAsync(UnreadKinds.Position, [Position], CancellationToken.None);
        await items.SawAsync(UnreadKinds.Order, [Order], CancellationToken.None);
        Assert.That(await BlockingAsync(), Is.EqualTo(2));
        await items.SawAllAsync(UnreadKinds.Position, [], CancellationToken.None);
        Assert.That((items.Count, await BlockingAsync()), Is.EqualTo((1, 1)), "the order is another matter");
    }

    /// <summary>Whoever gets the lease back does not know what the other instance has kept meanwhile; nobody else would let go of it.</summary>
    [Test]
    public async Task Position_KeptByAnotherInstance_BlocksNoLongerOnceItHasGone()
    {
        using var items = Make();
        await items.SawAllAsync(UnreadKinds.Position, [], CancellationToken.None);
        using var other = Make();
        await other.SawAllAsync(UnreadKinds.Position, [Position], CancellationToken.None);
        await items.SawAllAsync(UnreadKinds.Position, [Position], CancellationToken.None);
        Assert.That((items.Count, await BlockingAsync()), Is.EqualTo((1, 1)));
        await items.SawAllAsync(UnreadKinds.Position, [], CancellationToken.None);
        Assert.That((items.Count, await BlockingAsync()), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Asset_KeptAndAudited_BlocksNothingElse()
    {
        using var items = Make();
        await items.SawAsync(UnreadKinds.Asset, [new UnreadItem("NVDA", "NVDA", "An object was expected.", "7")], CancellationToken.None);
        Assert.That((items.Count, await BlockingAsync()), Is.EqualTo((0, 0)));
        Assert.That(await _fresh.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind = 'unread_item'"), Is.EqualTo(1));
        await items.UnderstoodAsync(UnreadKinds.Asset, ["MSFT", "NVDA"], CancellationToken.None);
        Assert.That(await _fresh.QueryAsync<long>("SELECT count(*) FROM unread_items WHERE resolved_at IS NOT NULL"), Is.EqualTo(1));
    }

    private Task<int> BlockingAsync() => new OrderQueries(_fresh.Database).CountExternalAsync(FreshDatabase.Account, CancellationToken.None);

    private UnreadItems Make()
    {
        var gauges = new TradingGauges(TimeProvider.System);
        return new UnreadItems(
            new UnreadItemStore(_fresh.Database, _fresh.Audit, TimeProvider.System),
            new EntryBlocks(gauges),
            new SwitchOptions { AccountLabel = FreshDatabase.Account },
            new TradingMetrics(Metrics.NewCustomRegistry(), gauges, TradingMetricCodes.All),
            NullLogger<UnreadItems>.Instance);
    }
}
