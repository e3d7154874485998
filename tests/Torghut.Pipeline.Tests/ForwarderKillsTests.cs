using Torghut.Pipeline.Tests.Recorded;
using Torghut.Pipeline.Tests.Support;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>The forwarder is killed again and again under the running pipeline. The bars that are stored are those of the market's own trades.</summary>
public sealed class ForwarderKillsTests : DataFolderFixture
{
    private const int Kills = 20;
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(3);

    /// <summary>More than five endings a minute are a fault to the supervisor that a restart does not mend.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(13);
    private static readonly string[] Symbols = ["AAPL", "MSFT", "NVDA", "SPY"];

    [Test]
    [Category("Drill")]
    public async Task Forwarder_KilledTwentyTimes_TheBarsAreTheOracles()
    {
        var environment = Path.Combine(DataFolder, "env");
        var settings = new Dictionary<string, string> { ["TA_TRADE_CONDITIONS"] = "all" };
        await using var up = SandboxProgram.Start(DataFolder, settings, "up", "--data", Path.Combine(DataFolder, "run"), "--env-file", environment);
        await Eventually.HoldsAsync(() => up.HasExited || StatusLine.Of(up).Any(line => line.Microbars > 20), "bars are stored", RunTimeout);
        Assert.That(up.HasExited, Is.False, up.Output);
        var keys = SandboxProgram.ReadKeys(environment);
        using var http = new HttpClient();
        var began = TimeProvider.System.GetUtcNow();

        var random = new Random(Kills);
        for (var kill = 0; kill < Kills; kill++)
        {
            var (next, since) = (StatusLine.Of(up)[^1].Kafka + random.Next(1, 400), TimeProvider.System.GetTimestamp());
            await Eventually.HoldsAsync(
                () => up.HasExited || (StatusLine.Of(up)[^1].Kafka >= next && TimeProvider.System.GetElapsedTime(since) > Pause),
                $"it flows before kill {kill + 1}", RunTimeout);
            Assert.That(up.HasExited, Is.False, up.Output);
            ProcessTable.Kill(up.Id, "/torghut-ws\0");
        }

        var end = TimeProvider.System.GetUtcNow();
        var rows = new StoredRows(http, keys);
        foreach (var symbol in Symbols)
        {
            await Eventually.HoldsAsync(
                async () => (await rows.MicrobarsAsync(symbol)).Keys.DefaultIfEmpty().Max() > end.ToUnixTimeSeconds() + 1, $"{symbol} is past the kills",
                RunTimeout);
        }

        var trades = await new MarketHistory(http, keys).TradesAsync(Symbols, began, end.AddSeconds(1));
        var market = TaOracle.Run(trades, [], new OracleSettings(Sip: false)).Bars;
        var (first, last) = (began.ToUnixTimeSeconds() + 2, end.ToUnixTimeSeconds());
        var compared = 0;
        foreach (var symbol in Symbols)
        {
            var expected = market.Where(bar => bar.Symbol == symbol && bar.End >= first && bar.End <= last)
                .ToDictionary(bar => bar.End, bar => new[] { bar.O, bar.H, bar.L, bar.C, bar.V, bar.Count });
            var stored = (await rows.MicrobarsAsync(symbol)).Where(bar => bar.Key >= first && bar.Key <= last).ToDictionary();
            Assert.That(stored, Is.EqualTo(expected), symbol);
            compared += stored.Count;
        }

        await TestContext.Out.WriteLineAsync(
            $"drill: {Kills} kills in {(end - began).TotalSeconds:0} s, {trades.Count} trades, {compared} bars equal to the market's");
    }
}
