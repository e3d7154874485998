using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Reconciliation;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Money that was moved while the broker does not list it: neither gain nor loss of the day, and nothing a wrong record could hide behind.</summary>
public sealed class AccountDayTests
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);

    private FreshDatabase _fresh = null!;

    /// <summary>A store of its own, as after a restart.</summary>
    private AccountDayStore Days => new(_fresh.Database);

    [SetUp]
    public async Task CreateAsync()
    {
        _fresh = await FreshDatabase.CreateAsync();
        await DayAsync(100_000);
        Assert.That(await MovedAsync(100_000), Is.Zero);
    }

    [TearDown]
    public ValueTask DisposeAsync() => _fresh.DisposeAsync();

    [Test]
    public async Task Moved_CashThatNothingExplains_CountsUntilItIsListed()
    {
        Assert.That(await MovedAsync(94_000), Is.EqualTo(-6_000));
        Assert.That(await MovedAsync(null), Is.EqualTo(-6_000), "what could not be compared changes nothing, nor does a restart");
        Assert.That(await MovedAsync(104_000), Is.EqualTo(4_000));
        Assert.That(await MovedAsync(100_000), Is.Zero, "the activity has come: it is explained");
        Assert.That(await MovedAsync(99_999.5m), Is.Zero, "rounding is no move");
    }

    [Test]
    public async Task Moved_SharesTooThatNothingExplains_CountsNothing()
    {
        Assert.That(await MovedAsync(90_000, ("NVDA", 50)), Is.Zero);
        Assert.That(await MovedAsync(94_000), Is.EqualTo(-6_000));
        Assert.That(await MovedAsync(90_000, ("NVDA", 50)), Is.EqualTo(-6_000));
    }

    [Test]
    public async Task Moved_EquityOfAnotherClose_BeginsAnew()
    {
        Assert.That(await MovedAsync(94_000), Is.EqualTo(-6_000));
        await DayAsync(94_000);
        Assert.That(await MovedAsync(null), Is.Zero);
        Assert.That(await MovedAsync(94_000, ("NVDA", 50)), Is.Zero);
        Assert.That(await MovedAsync(95_000, ("NVDA", 50)), Is.EqualTo(1_000));
    }

    private Task<DateTimeOffset> DayAsync(decimal lastEquity) =>
        Days.LastEquitySinceAsync(FreshDatabase.Account, lastEquity, Noon, CancellationToken.None);

    private Task<decimal> MovedAsync(decimal? cash, params (string Symbol, decimal Qty)[] positions)
    {
        var seen = cash is { } beside ? AccountBaseline.Of(beside, positions, new AccountTotals(0, new Dictionary<string, decimal>())) : null;
        return Days.MovedUnexplainedAsync(FreshDatabase.Account, seen, 1, CancellationToken.None);
    }
}
