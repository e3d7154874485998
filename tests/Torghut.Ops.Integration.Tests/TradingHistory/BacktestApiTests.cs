using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

public sealed class BacktestApiTests
{
    private HistoryStore _store = null!;
    private RunningOps _ops = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _store = await HistoryStores.CreateAsync();
        await RegisterAsync(_store, 25);
        _ops = await RunningOps.StartAsync(_store.Keys);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _ops.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task List_PageByPage_IsEveryReportFromNewToOld()
    {
        var rows = await _ops.WalkAsync("/api/torghut/backtests?account=paper", 4);
        var expected = await _store.RowsAsync(
            "SELECT sha256 FROM backtest_reports WHERE account_label = 'paper' ORDER BY registered_at DESC, md5(account_label || ':' || sha256)::uuid DESC",
                row => row.GetString(0));
        Assert.That(rows.Select(row => row.GetProperty("sha256").GetString()), Is.EqualTo(expected));
        Assert.That(await _ops.WalkAsync("/api/torghut/backtests?format=json", 7), Has.Count.EqualTo(50), "those of both accounts");
    }

    [Test]
    public async Task One_ByItsDigest_IsTheReportToTheByte()
    {
        var sha256 = (await _ops.WalkAsync("/api/torghut/backtests?account=paper", 500))[3].GetProperty("sha256").GetString()!;
        var (status, body, contentType) = await _ops.GetAsync($"/api/torghut/backtests/{sha256}");
        Assert.That((status, contentType), Is.EqualTo((200, "application/json")));
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))), Is.EqualTo(sha256));
    }

    internal static async Task RegisterAsync(HistoryStore store, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var report = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"report_version\":1,\"n\":{number}}}"));
            foreach (var account in new[] { HistoryStore.Account, "other" })
            {
                // Some at the same moment.
                await store.ExecuteAsync(
                    """
                    INSERT INTO backtest_reports (account_label, sha256, catalogue_digest, data_digest, periods, trials, insufficient, deflated_sharpe,
                      report, registered_at)
                    VALUES (@account, @sha256, 'c', 'd', 250, 3, NULL, 0.93, @report, @at)
                    """,
                    ("account", account), ("sha256", Convert.ToHexStringLower(SHA256.HashData(report))), ("report", report),
                    ("at", HistoryStore.Open.AddSeconds(number / 3)));
            }
        }
    }
}
