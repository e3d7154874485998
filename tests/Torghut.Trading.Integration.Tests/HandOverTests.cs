using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>
/// A rollout of Knative: the next revision's pod starts beside the one that trades, is ready without the lease, and then the former is told to end, in the
/// middle of whatever it does. Judged from the broker's ledger; whose an order is, its claim says.
/// </summary>
// What it measures should not wait for others.
[NonParallelizable]
public sealed partial class HandOverTests
{
    private const int Terminate = 15;
    private const int DrillRounds = 200;
    private const int ShortRounds = 4;
    private const double OrdersPerSecond = 10;

    /// <summary>As it is shipped.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    /// <summary>After a SIGTERM, what is on its way may still arrive.</summary>
    private static readonly TimeSpan LastOrder = TimeSpan.FromMilliseconds(250);

    /// <summary>The moment of the signal is anywhere in a few ticks.</summary>
    private static readonly TimeSpan SomeTicks = TimeSpan.FromMilliseconds(300);

    /// <summary>The lease and a second.</summary>
    private static readonly TimeSpan LongestGap = Lease + TimeSpan.FromSeconds(1);

    [Test]
    [Category("Long")]
    public async Task Rollout_AFewTimes_NoOrderIsDoubled() => await RolloutsAsync(ShortRounds);

    /// <summary>The bounds are those of a machine with nothing else to do.</summary>
    [Test]
    [Category("Drill")]
    [TimeLimit(7200)]
    public async Task Rollout_AgainAndAgain_NoOrderIsDoubledNoneLeavesLateAndTheGapIsShort()
    {
        var rollouts = await RolloutsAsync(DrillRounds);
        Assert.Multiple(() =>
        {
            Assert.That(rollouts.Max(rollout => rollout.Last), Is.LessThanOrEqualTo(LastOrder), "no order of the former later than that after SIGTERM");
            Assert.That(rollouts.Max(rollout => rollout.Gap), Is.LessThanOrEqualTo(LongestGap), "from SIGTERM to the successor's first order");
        });
    }

    private static async Task<List<Rollout>> RolloutsAsync(int rounds)
    {
        await using var stack = await RestingOrders.CreateAsync();
        stack.Environment["TRADING_LEASE_TTL_MS"] = Lease.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        await stack.StartAsync();
        await using var feed = new SteadySignals(stack, OrdersPerSecond);
        var random = new Random(20260214);
        List<Rollout> rollouts = [];
        long mark = 0;
        for (var round = 0; round < rounds; round++)
        {
            (var rollout, mark) = await RolloutAsync(stack, random, mark);
            rollouts.Add(rollout);
            await stack.Broker.Client.CancelAllOrdersAsync(CancellationToken.None);
        }

        await feed.StopAsync();
        await ReportAsync(rollouts);
        Assert.That(rollouts.Select(one => one.Sent), Is.All.Positive, "orders flowed before every signal");
        await SafetyOracle.HoldsAsync(stack);
        Assert.That(await stack.FindAuditFaultAsync(), Is.Null);
        return rollouts;
    }

    /// <param name="stack">With one instance, which trades.</param>
    /// <param name="random">Says when the signal comes.</param>
    /// <param name="mark">The ledger's last entry that is known.</param>
    private static async Task<(Rollout Rollout, long Mark)> RolloutAsync(TradingStack stack, Random random, long mark)
    {
        var former = stack.Process;
        var own = Token(former)!.Value;
        await stack.LaunchAndListenAsync();
        var next = stack.Process;
        await Eventually.HoldsAsync(async () => (await stack.GetAsync("/readyz")).Status == 200, "the next one is ready");
        Assert.That(Token(next), Is.Null, "without the lease");
        var orders = new List<(string Id, DateTimeOffset At)>();
        await Eventually.HoldsAsync(async () => await ReadAsync() > 0, "orders leave");
        await Task.Delay(random.NextDouble() * SomeTicks, TimeProvider.System);

        var told = TimeProvider.System.GetUtcNow();
        former.SendSignal(Terminate);
        Assert.That(await former.WaitForExitAsync(), Is.Zero, former.Output);
        var ended = TimeProvider.System.GetUtcNow();
        await Eventually.HoldsAsync(() => Token(next) is not null, "the next one has the lease");
        var taken = TimeProvider.System.GetUtcNow();
        var tokens = new Dictionary<string, long>();
        await Eventually.HoldsAsync(
            async () =>
            {
                await ReadAsync();
                tokens = await TokensAsync(stack, orders.Select(order => order.Id));
                return tokens.ContainsValue(Token(next)!.Value);
            },
            "and sends orders");
        var (last, first) = (orders.Where(order => tokens[order.Id] == own).ToList(), orders.Where(order => tokens[order.Id] != own).ToList());
        return (new Rollout(
            last.Count(order => order.At <= told),
            last.Count == 0 ? TimeSpan.Zero : last.Max(order => order.At) - told,
            ended - told,
            taken - told,
            first.Min(order => order.At) - told), mark);

        async Task<int> ReadAsync()
        {
            foreach (var entry in await stack.Broker.LedgerAsync(mark))
            {
                mark = entry.GetProperty("seq").GetInt64();
                if (entry.GetProperty("kind").GetString() == "request" && entry.GetProperty("method").GetString() == "POST"
                    && entry.GetProperty("path").GetString() == "/v2/orders")
                {
                    orders.Add((entry.GetProperty("client_order_id").GetString()!, entry.GetProperty("at").GetDateTimeOffset()));
                }
            }

            return orders.Count;
        }
    }

    /// <summary>The lease under which each order was claimed.</summary>
    private static async Task<Dictionary<string, long>> TokensAsync(TradingStack stack, IEnumerable<string> orders)
    {
        await using var connection = await stack.Database.OpenConnectionAsync();
        return (await connection.QueryAsync<(string Id, long Token)>(
            "SELECT decision_hash, claim_token FROM trade_decisions WHERE decision_hash = ANY(@ids)", new { ids = orders.ToArray() }))
            .ToDictionary(row => row.Id, row => row.Token);
    }

    private static Task ReportAsync(List<Rollout> rollouts)
    {
        var gaps = rollouts.Select(one => one.Gap.TotalMilliseconds).Order().ToList();
        return TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"drill: {rollouts.Count} rollouts, {rollouts.Sum(one => one.Sent)} orders before the signals. From SIGTERM, worst: the former's last order {rollouts.Max(one => one.Last).TotalMilliseconds:0} ms, its end {rollouts.Max(one => one.Ended).TotalMilliseconds:0} ms, the successor's lease {rollouts.Max(one => one.Taken).TotalMilliseconds:0} ms and its first order {gaps[^1]:0} ms (median {gaps[gaps.Count / 2]:0} ms)"));
    }

    /// <summary>Of the lease that an instance says it took; null before.</summary>
    private static long? Token(ServiceProcess process) =>
        Taken().Match(process.Output) is { Success: true } taken ? long.Parse(taken.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"taken with token (\d+)")]
    private static partial Regex Taken();

    /// <param name="Sent">Orders of the former in this round until the signal.</param>
    /// <param name="Last">From the signal to the former's last order; negative when it came before.</param>
    /// <param name="Ended">From the signal to the former's end.</param>
    /// <param name="Taken">From the signal to the successor's lease.</param>
    /// <param name="Gap">From the signal to the successor's first order.</param>
    private sealed record Rollout(int Sent, TimeSpan Last, TimeSpan Ended, TimeSpan Taken, TimeSpan Gap);
}
