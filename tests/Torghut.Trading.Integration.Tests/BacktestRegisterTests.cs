using System.Text.Json;
using Torghut.Common.Hosting;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A backtest's report becomes the evidence that the running service's gate goes by.</summary>
public sealed class BacktestRegisterTests
{
    [Test]
    [Category("Long")]
    public async Task Register_Reports_TheNewestOfTheStrategiesInForceIsTheGate()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await ClosedByAsync(stack, "no_backtest_report");
        await RegisterAsync(stack, Report(new string('0', 64), 0.99), ExitCodes.Success);
        await ClosedByAsync(stack, "backtest_of_other_strategies");

        var ours = await stack.QueryAsync<string>("SELECT catalogue_digest FROM strategies LIMIT 1");
        await RegisterAsync(stack, Report(ours, 0.5), ExitCodes.Success);
        await ClosedByAsync(stack, "deflated_sharpe_below_min");
        await RegisterAsync(stack, Report(ours, 0.99), ExitCodes.Success);
        await ClosedByAsync(stack, "");

        await RegisterAsync(stack, Report(ours, 0.99).Replace("\"paper\"", "\"another\"", StringComparison.Ordinal), ExitCodes.Data);
        await RegisterAsync(stack, "{}", ExitCodes.Data);
        Assert.That(await stack.QueryAsync<bool>("SELECT bool_and(encode(sha256(report), 'hex') = sha256) FROM backtest_reports"), Is.True, "to the byte");
    }

    private static string Report(string catalogue, double sharpe) => JsonSerializer.Serialize(new
    {
        report_version = 1,
        account_label = "paper",
        catalogue_digest = catalogue,
        data_digest = new string('d', 64),
        costs = "fees.csv",
        models = new[] { new { fills = "quote" } },
        statistics = new { periods = 250, periods_a_year = 252, trials = 3, insufficient = (string?)null, deflated_sharpe = sharpe },
    });

    private static async Task RegisterAsync(TradingStack stack, string report, int code)
    {
        var file = Path.Combine(Infrastructure.Folder(stack.DatabaseName), $"report-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, report);
        var patient = new Dictionary<string, string>(stack.Environment) { ["DB_CONNECT_TIMEOUT_SECONDS"] = "60", ["DB_COMMAND_TIMEOUT_SECONDS"] = "120" };
        await using var program = ServiceProcess.Start("torghut-trading", patient, ["backtest", "register", file]);
        Assert.That(await program.WaitForExitAsync(), Is.EqualTo(code), program.Output);
    }

    private static Task ClosedByAsync(TradingStack stack, string reason) => Eventually.HoldsAsync(
        async () =>
        {
            var (status, body) = await stack.GetAsync("/trading/autonomy");
            var gate = status == 200 ? body.GetProperty("gates").EnumerateArray().Single(IsIt) : default(JsonElement?);
            return gate is { } it && string.Join(',', it.GetProperty("reasons").EnumerateArray().Select(one => one.GetString())) == reason;
        },
        $"the gate is closed by '{reason}'");

    private static bool IsIt(JsonElement gate) => gate.GetProperty("gate").GetString() == "statistical_robustness";
}
