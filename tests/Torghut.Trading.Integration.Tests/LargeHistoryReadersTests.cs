using System.Diagnostics;
using System.Globalization;
using System.Net;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Fifty people who ask why, over years of orders: each is answered soon, and the loop does not notice them.</summary>
// What it measures should not wait for others.
[NonParallelizable]
public sealed class LargeHistoryReadersTests
{
    private const int Readers = 50;
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    [Test]
    [Category("Long")]
    public async Task Explain_FiftyReaders_AllAreAnswered()
    {
        await using var stack = await StackOverAsync(1_000);
        using var http = new HttpClient();
        var rounds = new List<HttpStatusCode>();
        for (var round = 0; round < 4; round++)
        {
            var responses = await Task.WhenAll(Enumerable.Range(1, Readers).Select(i => ExplainAsync(http, stack, i)));
            rounds.AddRange(responses);
        }

        Assert.That(rounds, Is.All.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    [Category("Drill")]
    [TimeLimit(3600)]
    public async Task Explain_FiftyReadersOverAMillionOrders_SoonAndBesideTheLoop()
    {
        const int Orders = 1_000_000;
        await using var stack = await StackOverAsync(Orders);
        using var http = new HttpClient();
        var alone = await TicksAsync(stack, () => Task.Delay(Measured, TimeProvider.System));
        var times = new List<double>();
        var refused = 0;
        var cpu = CpuSeconds(stack.Process.Id);
        var beside = await TicksAsync(
            stack,
            async () =>
            {
                var watch = Stopwatch.StartNew();
                var readers = Enumerable.Range(0, Readers).Select(async reader =>
                {
                    for (var i = 1; watch.Elapsed < Measured; i++)
                    {
                        var began = Stopwatch.GetTimestamp();
                        var status = await ExplainAsync(http, stack, 1 + ((reader * 7919L) + (i * 104_729L)) % Orders);
                        lock (times)
                        {
                            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                            refused += status == HttpStatusCode.OK ? 0 : 1;
                        }
                    }
                });
                await Task.WhenAll(readers);
            });
        cpu = CpuSeconds(stack.Process.Id) - cpu;
        times.Sort();
        var p95 = times[times.Count * 95 / 100];
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"drill: explain over {Orders} orders, {Readers} readers: {times.Count} answers, p50 {times[times.Count / 2]:0} ms, p95 {p95:0} ms, worst {times[^1]:0} ms, {refused} refused; {beside} ticks beside them, {alone} alone; {1_000 * cpu / times.Count:0.0} ms of the service's CPU an answer"));
        Assert.That(refused, Is.Zero);
        Assert.That(p95, Is.LessThanOrEqualTo(Bound.TotalMilliseconds));
        Assert.That(beside, Is.GreaterThanOrEqualTo(alone * 9 / 10), "ticks");
        Assert.That(await stack.QueryAsync<long>("SELECT token FROM trading_lease"), Is.EqualTo(2), "the lease was never lost");
    }

    /// <summary>A service at its usual pace over a database that holds a history of so many orders.</summary>
    private static async Task<TradingStack> StackOverAsync(int orders)
    {
        var stack = await TradingStack.CreateAsync();
        stack.Environment["TRADING_POLL_MS"] = "1000";
        stack.Environment["TRADING_LEASE_TTL_MS"] = "10000";

        // Each has its turn in the end, on two cores that others use as well.
        stack.Environment["DB_API_READ_WAIT_MS"] = "5000";

        // Readers that ask again at once are more than anybody may be; what they wait for is measured here, not how soon they are slowed down.
        stack.Environment["TORGHUT_HTTP_REQUESTS_PER_SECOND"] = "10000";

        // The strategy's row, which the history's decisions name, comes from the catalogue.
        await stack.StartAsync();
        await stack.StopAsync();
        await using (var connection = await stack.Database.OpenConnectionAsync())
        {
            await LargeHistory.LoadAsync(connection, orders);
        }

        await stack.LaunchAndRespondAsync();
        return stack;
    }

    private static async Task<HttpStatusCode> ExplainAsync(HttpClient http, TradingStack stack, long order)
    {
        using var response = await http.GetAsync(stack.Url($"/trading/decisions/{LargeHistory.Hash(order)}/explain"));
        await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode;
    }

    /// <summary>What a process has used of the cores: of the figures the one that a busy machine changes least.</summary>
    private static double CpuSeconds(int process)
    {
        using var running = Process.GetProcessById(process);
        return running.TotalProcessorTime.TotalSeconds;
    }

    private static async Task<double> TicksAsync(TradingStack stack, Func<Task> meanwhile)
    {
        var before = await CountAsync();
        await meanwhile();
        return await CountAsync() - before;

        async Task<double> CountAsync() => (await stack.TextAsync("/metrics")).Split('\n')
            .Where(line => line.StartsWith("torghut_trading_ticks_total{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
