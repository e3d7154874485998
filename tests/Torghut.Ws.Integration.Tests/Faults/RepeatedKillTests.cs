using Torghut.Contracts.Records;
using Torghut.Sandbox.Alpaca;
using Torghut.Testing;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>
/// SIGKILL at moments that nobody chose, again and again, as it is configured by default: the market's trades and the topic's are the same, each once, each in
/// time for its bar.
/// </summary>
public sealed class RepeatedKillTests
{
    [Test]
    [Category("Long")]
    public Task Forwarder_KilledThrice_LosesRepeatsAndDelaysNothing() => KillAsync(3);

    [Test]
    [Category("Drill")]
    public Task Forwarder_KilledTwentyTimes_LosesRepeatsAndDelaysNothing() => KillAsync(20);

    private static async Task KillAsync(int kills)
    {
        string[] symbols = ["AAPL", "AMZN", "MSFT", "NVDA", "TSLA"];
        await using var sandbox = await WsSandbox.StartAsync(new AlpacaSimulatorOptions { Symbols = symbols, TradesPerSecond = 40 });
        var random = new Random(kills);
        for (var kill = 0; kill < kills; kill++)
        {
            await using var dying = Start(sandbox, symbols);
            await Eventually.HoldsAsync(async () => (await dying.ReadyzAsync()).Status != 0, "it listens");
            await dying.MetricReachesAsync("torghut_ws_kafka_produce_success_total", random.Next(1, 600), "torghut.trades.v1");
            await dying.Process.KillAsync();
        }

        var survivor = Start(sandbox, symbols);
        using var planes = new Planes(sandbox, survivor);
        await planes.FlowsAsync();
        await planes.HoldsAllAsync(symbols);
        planes.Obeys();
        planes.HasNoRepetition();
        planes.HasNoLateTrade();
        var rest = planes.Published.Count(trade => trade.Envelope.Source == Sources.Rest);
        var all = planes.Published.Count();
        await TestContext.Out.WriteLineAsync($"drill: {kills} kills, {all} trades, {rest} of them from history, none missing, twice or late");
    }

    private static Forwarder Start(WsSandbox sandbox, string[] symbols) =>
        sandbox.StartForwarder(("SYMBOLS", string.Join(',', symbols)), ("BACKFILL_SETTLE_MS", "500"));
}
