using System.Text.Json;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>A day of ticks through the whole pipeline, then ClickHouse against what the tick files say.</summary>
/// <param name="recorded">A LEAN data folder with 2013-10-07; null has a small day made.</param>
public abstract class DayThroughThePipeline(string? recorded)
{
    private const double Tolerance = 1e-9;

    /// <summary>All four services at their peaks together; 567 to 610 were seen, the more the busier the machine was.</summary>
    private const double MegabyteBudget = 700;
    private static readonly DateOnly Date = new(2013, 10, 7);
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(12);

    private string _data = "";
    private string _ticks = "";
    private string _symbol = "";
    private string[] _symbols = [];
    private JsonElement _report;
    private ServiceProcess _clickHouse = null!;
    private HttpClient _http = null!;
    private StoredRows _rows = null!;

    [OneTimeSetUp]
    public async Task RunTheDayAsync()
    {
        _data = SandboxProgram.NewDataDirectory();
        _ticks = recorded ?? MadeTicks.Write(Path.Combine(_data, "ticks"), Date);
        _symbols = recorded is null ? ["AAA", "BBB"] : ["AIG", "BAC", "IBM", "SPY"];
        _symbol = recorded is null ? "AAA" : "IBM";
        var run = Path.Combine(_data, "run");

        await using (var up = SandboxProgram.Start(_data, new Dictionary<string, string> { ["TA_TRADE_CONDITIONS"] = "all" },
            "up", "--check", "--json", "--ticks", _ticks, "--date", "2013-10-07", "--speed", "300", "--data", run))
        {
            var exitCode = await up.WaitForExitAsync(RunTimeout);
            Assert.That(exitCode, Is.Zero, up.Output);
            var json = SandboxProgram.ReportText(up);
            _report = JsonDocument.Parse(json).RootElement;
            await TestContext.Progress.WriteLineAsync(json);
        }

        _clickHouse = SandboxProgram.Start(_data, "sandbox", "--only", "clickhouse", "--data", run, "--env-file", Path.Combine(_data, "env"));
        await Eventually.HoldsAsync(() => _clickHouse.HasExited || _clickHouse.Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal),
            "ClickHouse is up again on the run's data");
        _http = new HttpClient();
        _rows = new StoredRows(_http, SandboxProgram.ReadKeys(Path.Combine(_data, "env")));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http?.Dispose();
        if (_clickHouse is not null)
        {
            await _clickHouse.DisposeAsync();
        }

        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    [Test]
    public void Report_EveryStage_Flowed()
    {
        Assert.That(_report.GetProperty("stages").EnumerateArray().Where(stage => !stage.GetProperty("flowed").GetBoolean()), Is.Empty);
    }

    [Test]
    public void Report_ServicesMemory_StaysInItsBudget()
    {
        Assert.That(_report.GetProperty("services_peak_megabytes").GetDouble(), Is.LessThan(MegabyteBudget));
    }

    [Test]
    public async Task Microbars_EverySecondOfTheDay_EqualsTheTickFile()
    {
        foreach (var symbol in _symbols)
        {
            var expected = BarScript.Bars(_ticks, symbol, Date);
            var stored = await _rows.MicrobarsAsync(symbol);

            Assert.That(stored.Keys, Is.EquivalentTo(expected.Keys), $"{symbol}: a bar for every second with trades, and for no other");
            foreach (var (end, bar) in expected)
            {
                Assert.That(stored[end], Is.EqualTo(new[] { bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Count }), $"{symbol} {end}");
            }
        }
    }

    [Test]
    public async Task Signals_EverySecondOfTheDay_EqualTheRecomputation()
    {
        var expected = DayOracle.Signals(_ticks, _symbol, Date);
        var stored = await _rows.SignalsAsync(_symbol);

        Assert.That(stored.Keys, Is.EquivalentTo(expected.Select(signal => signal.End)));
        foreach (var signal in expected)
        {
            double?[] values =
            [
                signal.Macd, signal.MacdSignal, signal.Macd - signal.MacdSignal, signal.Ema12, signal.Ema26, signal.Rsi, signal.Mid, signal.Upper, signal.Lower,
                signal.Session, signal.Window, signal.Quote?.Ask - signal.Quote?.Bid, signal.Quote?.Bid, signal.Quote?.Ask, signal.Quote?.BidSize,
                signal.Quote?.AskSize, signal.Vol,
            ];
            for (var i = 0; i < values.Length; i++)
            {
                AssertClose(stored[signal.End][i], values[i], $"{_symbol} {signal.End} column {i}");
            }
        }
    }

    private static void AssertClose(double? actual, double? expected, string name)
    {
        if (expected is null || double.IsNaN(expected.Value))
        {
            Assert.That(actual, Is.Null, name);
        }
        else
        {
            Assert.That(actual, Is.Not.Null.And.EqualTo(expected).Within(Tolerance * Math.Max(1, Math.Abs(expected.Value))), name);
        }
    }
}
