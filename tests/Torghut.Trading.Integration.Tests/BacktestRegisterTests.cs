using System.Text.Json;
using Torghut.Common.Hosting;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A backtest's report becomes the evidence that the running service's gate goes by.</summary>
public sealed class BacktestRegisterTests
{
    [Test]
    public async Task Register_Reports_TheNewestOfTheStrategiesInForceIsTheGate()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        Assert.That(await ReasonsAsync(stack), Is.EqualTo("no_backtest_report"));
        Assert.That(await RegisterAsync(stack, Report("others", 0.99)), Is.EqualTo(ExitCodes.Success));
        Assert.That(await ReasonsAsync(stack), Is.EqualTo("backtest_of_other_strategies"));

        var ours = await stack.QueryAsync<string>("SELECT catalogue_digest FROM strategies LIMIT 1");
        Assert.That(await RegisterAsync(stack, Report(ours, 0.5)), Is.EqualTo(ExitCodes.Success));
        Assert.That(await ReasonsAsync(stack), Is.EqualTo("deflated_sharpe_below_min"));
        Assert.That(await RegisterAsync(stack, Report(ours, 0.99)), Is.EqualTo(ExitCodes.Success));
        Assert.That(await ReasonsAsync(stack), Is.Empty);

        Assert.That(await RegisterAsync(stack, Report(ours, 0.99).Replace("\"paper\"", "\"another\"", StringComparison.Ordinal)), Is.EqualTo(ExitCodes.Data));
        Assert.That(await RegisterAsync(stack, "{}"), Is.EqualTo(ExitCodes.Data));
        Assert.That(await stack.QueryAsync<bool>("SELECT bool_and(encode(sha256(report), 'hex') = sha256) FROM backtest_reports"), Is.True, "to the byte");
    }

    private static string Report(string catalogue, double sharpe) => JsonSerializer.Serialize(new
    {
        report_version = 1,
        account_label = "paper",
        catalogue_digest = catalogue,
        data_digest = "d",
        statistics = new { periods = 250, trials = 3, insufficient = (string?)null, deflated_sharpe = sharpe },
    });

    private static async Task<int> RegisterAsync(TradingStack stack, string report)
    {
        var file = Path.Combine(Infrastructure.Folder(stack.DatabaseName), $"report-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, report);
        await using var program = ServiceProcess.Start("torghut-trading", stack.Environment, ["backtest", "register", file]);
        return await program.WaitForExitAsync();
    }

    private static async Task<string> ReasonsAsync(TradingStack stack)
    {
        var gates = (await stack.GetAsync("/trading/autonomy")).Body.GetProperty("gates").EnumerateArray();
        var gate = gates.Single(gate => gate.GetProperty("gate").GetString() == "statistical_robustness");
        return string.Join(',', gate.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
    }
}
