using System.Globalization;
using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Sandbox.Alpaca;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests;

/// <summary>
/// A universe of many symbols, those with a point, a slash and a hyphen among them, on a socket that closes on a long message, as Alpaca's does: it is
/// confirmed as a whole and the trades of its first, its middle and its last symbol arrive.
/// </summary>
public sealed class ManySymbolsTests
{
    /// <summary>Clients that are known to work send no longer ones (alpaca.markets clients; csharp 763 saw larger ones fail).</summary>
    private const int LongestMessage = 32 * 1024;

    [Test]
    [Category("Long")]
    public Task Forwarder_EightBatches_SubscribesAll() => CheckAsync(names: 1_500, tradesPerSecond: 0.5);

    [Test]
    [Category("Drill")]
    public Task Drill_FiveThousandTwoHundredAndThree_SubscribesAll() => CheckAsync(names: 5_200, tradesPerSecond: 0.25);

    private static async Task CheckAsync(int names, double tradesPerSecond)
    {
        string[] symbols = [.. Universe(names)];
        var (first, middle, last) = (symbols[0], symbols[symbols.Length / 2], symbols[^1]);
        await using var sandbox = await WsSandbox.StartAsync(
            new AlpacaSimulatorOptions { Symbols = symbols, TradesPerSecond = tradesPerSecond, MaxClientMessage = LongestMessage });
        var forwarder = sandbox.StartForwarder(("SYMBOLS", string.Join(',', symbols)), ("ENABLE_TRADES_BACKFILL", "false"));
        var began = TimeProvider.System.GetTimestamp();
        await forwarder.ReadyAsync();
        var ready = TimeProvider.System.GetElapsedTime(began);
        await forwarder.MetricReachesAsync("torghut_ws_active_subscriptions", symbols.Length);

        using var trades = sandbox.Read<Trade>(Topics.Trades);
        await trades.UntilAsync(
            records => new[] { first, middle, last }.All(symbol => records.Any(record => record.Key == symbol)),
            $"trades of {first}, {middle} and {last} arrive");
        Assert.That((await forwarder.ReadyzAsync()).Status, Is.EqualTo(200));
        Assert.That(await forwarder.MetricAsync("torghut_ws_active_subscriptions"), Is.EqualTo(symbols.Length));
        Assert.That(await forwarder.MetricAsync("torghut_ws_reconnects_total"), Is.Zero, forwarder.Process.Output);
        Assert.That(await forwarder.MetricAsync("torghut_ws_parse_errors_total"), Is.Zero, forwarder.Process.Output);
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"drill: {symbols.Length} symbols on 4 channels, ready {ready.TotalSeconds:0.0} s after the start of the process, {trades.Records.Select(r => r.Key).Distinct().Count()} of them with trades since"));
    }

    /// <summary>Three of other forms and any number of four letters; the middle and the last one trade often.</summary>
    private static IEnumerable<string> Universe(int names)
    {
        var letters = Enumerable.Range(0, names).Select(number => string.Create(4, number, (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                (text[i], rest) = ((char)('A' + (rest % 26)), rest / 26);
            }
        })).Except(["AAPL", "NVDA"]).ToList();
        return ["BRK.B", "BTC/USD", "BF-B", .. letters[..((names / 2) - 2)], "AAPL", .. letters[((names / 2) - 2)..(names - 2)], "NVDA"];
    }
}
