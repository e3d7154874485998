using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Ops.Integration.Tests;
using Torghut.Ops.Integration.Tests.TechnicalAnalysis;
using Torghut.Pages.Tests.Fixtures;
using Torghut.Sandbox.ClickHouse;

namespace Torghut.Pages.Tests.Figures;

/// <summary>
/// One trading day of one symbol, every second of it, with all overlays: what it takes from the request to the painted chart, and from a click to the last ten
/// minutes. Bars and signals come from the built service over ClickHouse. The median of the rounds counts; each is printed.
/// </summary>
[Category("Drill")]
public sealed class ChartFiguresTests
{
    private const int Rounds = 5;
    private const double LongestPaintMs = 1500;
    private const double LongestZoomMs = 300;
    private const long MostBytes = 400_000;

    /// <summary>Says when a frame with the whole chart is on the screen: bars, signals and every decision.</summary>
    private const string PaintedScript =
        """
        new Promise((resolve) => {
            const look = () => {
                const isThere = document.querySelector("#legend time") && document.querySelector("#chart[data-decisions]:not([data-decisions='0']) canvas");
                if (isThere) {
                    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
                } else {
                    requestAnimationFrame(look);
                }
            };
            look();
        })
        """;

    private const string ZoomScript =
        """
        () => new Promise((resolve) => {
            const start = performance.now();
            [...document.querySelectorAll("button")].find((knob) => knob.textContent === "10 min").click();
            const look = () => {
                if (document.querySelector("#chart-words").textContent.includes("steps of 1 s")) {
                    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
                } else {
                    requestAnimationFrame(look);
                }
            };
            requestAnimationFrame(look);
        })
        """;

    private string _folder = "";
    private ClickHouseServer _store = null!;
    private RunningOps _ops = null!;
    private FixtureServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-figures-").FullName;
        _store = await ClickHouseServer.StartAsync(new ClickHouseOptions { DataDirectory = _folder }, NullLoggerFactory.Instance, CancellationToken.None);
        _server = await FixtureServer.StartAsync(market: new FixtureMarket(FixtureDay.Day, new TimeOnly(9, 30), new TimeOnly(16, 0), isThin: false));
        using var client = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = _store.BaseAddress }, TimeProvider.System);
        await TaTables.CreateAsync(client);
        await TaTables.InsertBarsAsync(
            client, _server.Market.Bars.Select(bar => new TaRow("AAPL", bar.T, 0, [bar.O, bar.H, bar.L, bar.C, bar.V, bar.Vwap!.Value, bar.Count])));
        await TaTables.InsertSignalsAsync(
            client,
            _server.Market.Signals.Select(row => new TaRow("AAPL", (long)row[0]!, 0, [.. row.Skip(1).Select(Number)])));
        _ops = await RunningOps.StartAsync(new Dictionary<string, string> { ["TA_CLICKHOUSE_URL"] = _store.BaseAddress.ToString() });
        _server.Upstream = _ops.Address;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _ops.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Day_OfEverySecond_IsPaintedZoomedAndSentWithinItsBounds()
    {
        Assert.That(_server.Market.Bars, Has.Count.EqualTo(23_400));
        var (paints, zooms, bytes) = (new List<double>(), new List<double>(), new List<long>());
        for (var round = 0; round < Rounds; round++)
        {
            // A context of its own: nothing is in its cache.
            await using var open = await OpenPage.StartAsync(_server.Address, "about:blank");
            var wire = await Wire.WatchAsync(await open.Page.Context.NewCDPSessionAsync(open.Page));
            await open.GoAsync(PageRow.Visuals.Path);
            paints.Add(await open.Page.EvaluateAsync<double>(PaintedScript));
            bytes.Add(wire.Bytes);
            zooms.Add(await open.Page.EvaluateAsync<double>(ZoomScript));
            open.AssertQuiet();
        }

        await TestContext.Out.WriteLineAsync(
            $"drill: request to painted {Text(paints)} ms, zoom to ten minutes {Text(zooms)} ms, {bytes.Max()} bytes on the wire");
        Assert.Multiple(() =>
        {
            Assert.That(Median(paints), Is.LessThanOrEqualTo(LongestPaintMs));
            Assert.That(Median(zooms), Is.LessThanOrEqualTo(LongestZoomMs));
            Assert.That(bytes.Max(), Is.LessThanOrEqualTo(MostBytes));
        });
    }

    private static double Number(object? value) => value is null ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static string Text(IEnumerable<double> values) =>
        string.Join(", ", values.Order().Select(value => value.ToString("0", CultureInfo.InvariantCulture)));
}
