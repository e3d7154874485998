using System.Diagnostics;
using System.Net;
using Dapper;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>People and dashboards that read must cost the loop nothing.</summary>
public sealed class ReaderTests
{
    private const int Readers = 30;

    [Test]
    [Category("Long")]
    public async Task Readers_WhileATableIsLocked_AreRefusedAndCostNoLease()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Environment["DB_API_READ_TIMEOUT_SECONDS"] = "1";
        stack.Environment["TRADING_LEASE_TTL_MS"] = "10000";
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        var hash = await stack.QueryAsync<string>("SELECT decision_hash FROM trade_decisions");
        using var http = new HttpClient();
        var explain = stack.Url($"/trading/decisions/{hash}/explain");
        await using (var connection = await stack.Database.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("LOCK TABLE order_events IN ACCESS EXCLUSIVE MODE", transaction: transaction);
            var watch = Stopwatch.StartNew();
            var statuses = new List<HttpStatusCode>();
            while (watch.Elapsed < TimeSpan.FromSeconds(4))
            {
                foreach (var response in await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => http.GetAsync(explain))))
                {
                    statuses.Add(response.StatusCode);
                    response.Dispose();
                }

                Assert.That((await stack.StatusAsync()).GetProperty("gates").GetProperty("lease_held").GetBoolean(), Is.True);
            }

            Assert.That(statuses.Distinct(), Is.EquivalentTo(new[] { HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable }));
            Assert.That((await stack.GetAsync("/db-check")).Status, Is.EqualTo(200), "Postgres can be used");
        }

        Assert.That(await stack.QueryAsync<long>("SELECT token FROM trading_lease"), Is.EqualTo(1), "it was never lost");
        Assert.That((await stack.GetAsync($"/trading/decisions/{hash}/explain")).Status, Is.EqualTo(200));
    }
}
