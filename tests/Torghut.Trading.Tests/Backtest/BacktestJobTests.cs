using System.Globalization;
using System.Text.Json;
using Torghut.Trading.Backtest;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>A run from records to report: the same inputs give the same bytes, and what is decided is what the service's functions say.</summary>
public sealed class BacktestJobTests
{
    private const string Catalogue =
        """
        strategies:
          - name: dip
            type: macd_rsi
            max_notional_per_trade: 5000
            cooldown_seconds: 5
          - name: small-dip
            type: macd_rsi
            max_position_pct_equity: 0.02
            cooldown_seconds: 0
        """;

    [Test]
    public void Run_SwingingSymbols_DecidesBothWaysAndFills()
    {
        var (report, decisions) = Run(RecordedDayOfSignals.Bytes());
        var model = ((IEnumerable<JsonMap>)report["models"]!).Single();
        Assert.That(decisions, Has.Count.GreaterThan(100));
        Assert.That(decisions.Select(line => line.GetProperty("action").GetString()).Distinct(), Is.EquivalentTo(new[] { "buy", "sell" }));
        Assert.That(decisions.Select(line => line.GetProperty("approved").GetBoolean()).Distinct().Count(), Is.EqualTo(2), "approvals and refusals");
        Assert.That(decisions.Select(line => line.GetProperty("decision_hash").GetString()), Is.Unique);
        Assert.That((long)model["executions"]!, Is.Positive);
        Assert.That((long)model["decisions"]!, Is.EqualTo(decisions.Count));
        Assert.That(((JsonMap)report["statistics"]!)["insufficient"], Does.StartWith("insufficient sample (have 1 days"));
    }

    /// <summary>The service knows the invariant culture only; one that writes numbers otherwise stands for all.</summary>
    [Test]
    public void Run_AnyCulture_SameBytes()
    {
        var records = RecordedDayOfSignals.Bytes(600);
        var expected = CanonicalJson.Serialize(Run(records).Report);
        var before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign) = (",", "minus");
            CultureInfo.CurrentCulture = culture;
            var report = Run(records).Report;
            Assert.That(CanonicalJson.Serialize(report), Is.EqualTo(expected));
            Assert.That(ReportPage.Render(report), Does.Not.Contain("http"), "nothing is requested from elsewhere");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>What comes later must not change what was decided before.</summary>
    [TestCase(60)]
    [TestCase(311)]
    [TestCase(599)]
    public void Run_CutAnywhere_DecidesTheSameBeforeTheCut(int seconds)
    {
        var whole = Run(RecordedDayOfSignals.Bytes(600)).Decisions.Select(line => line.GetRawText()).ToList();
        var cut = Run(RecordedDayOfSignals.Bytes(seconds)).Decisions.Select(line => line.GetRawText()).ToList();
        Assert.That(cut, Is.EqualTo(whole.Take(cut.Count)));
    }

    /// <summary>As many executions as a report shows, each with a link to why it was made, and the page still a small file of its own.</summary>
    [Test]
    public void Render_ManyTrades_SmallPageThatAsksForNothingAndExplainsEach()
    {
        const string Busy = "strategies:\n  - {name: busy, type: rules, entry: position.qty == 0, exit: position.qty > 0, cooldown_seconds: 0}\n";
        var risk = new RiskOptions { Cooldown = TimeSpan.Zero, MaxEntriesPerSymbolMinute = 10_000 };
        var report = Run(RecordedDayOfSignals.Bytes(), catalogue: Busy, risk: risk).Report;
        var trades = ((IEnumerable<JsonMap>)report["trades"]!).ToList();
        var page = ReportPage.Render(report);
        Assert.That(trades, Has.Count.EqualTo(AccountResult.MaxTrades));
        Assert.That(trades.Select(trade => (trade["fills"], trade["fills_version"])).Distinct(), Is.EqualTo(new[] { ((object)FillKind.Touch, (object)"2") }));
        foreach (var trade in trades)
        {
            Assert.That(page, Does.Contain($"href=\"#d-{trade["decision_hash"]}\"").And.Contain($"<details id=\"d-{trade["decision_hash"]}\">"));
        }

        Assert.That(System.Text.Encoding.UTF8.GetByteCount(page), Is.LessThan(2_000_000));
        Assert.That(page, Does.Not.Contain("http").And.Not.Contain("<script").And.Not.Contain("src=").And.Contain("@page{size:A4"));
        foreach (var section in new[] { "Fills side by side", "Costs", "Statistics", "Funnel", "Days", "Why", "Parity with live" })
        {
            Assert.That(page, Does.Contain($"<h2>{section}</h2>"));
        }
    }

    [Test]
    public void Run_RecordsOutOfOrder_AreRefused()
    {
        var run = new BacktestRun(Settings(), Parse(), new RecordedMarket(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(15)), [], new NoTickFeed());
        run.OnSignal(RecordedDayOfSignals.SignalOf("AAPL", 2));
        Assert.That(
            () => run.OnSignal(RecordedDayOfSignals.SignalOf("AAPL", 1)),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("order of event time"));
    }

    [Test]
    public void Run_ShippedCatalogue_IsUnderstood() =>
        Assert.That(CatalogueParser.Parse(ShippedCatalogue.Name, ShippedCatalogue.Text).Problems, Is.Empty);

    [Test]
    public void Ledger_SameTrialTwice_CountsOnce()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid()}.jsonl");
        try
        {
            var records = RecordedDayOfSignals.Bytes(300);
            Assert.That(Trials(records, path, 100_000), Is.EqualTo(1));
            Assert.That(Trials(records, path, 100_000), Is.EqualTo(1));
            Assert.That(Trials(records, path, 50_000), Is.EqualTo(2), "another account is another trial");
            Assert.That(File.ReadAllLines(path), Has.Length.EqualTo(2));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int Trials(byte[] records, string path, decimal cash)
    {
        var ledger = new TrialLedger(path);
        ledger.Load();
        var report = Run(records, ledger, cash).Report;
        return (int)((JsonMap)report["statistics"]!)["trials"]!;
    }

    private static (JsonMap Report, List<JsonElement> Decisions) Run(
        byte[] records, TrialLedger? ledger = null, decimal cash = 100_000, string catalogue = Catalogue, RiskOptions? risk = null)
    {
        using var decisions = new StringWriter(CultureInfo.InvariantCulture);
        var arguments = BacktestArguments.Parse(["--signals", "-"], out _)!;
        var job = new BacktestJob(arguments, Settings() with { Cash = cash, Risk = risk ?? Settings().Risk }, Parse(catalogue), CostTable.Shipped(0));
        var report = job.Run(new MemoryStream(records), decisions, ledger ?? new TrialLedger(null), _ => { }, CancellationToken.None);
        return (report, [.. decisions.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    private static StrategyCatalogue Parse(string catalogue = Catalogue) => CatalogueParser.Parse("strategies.yaml", catalogue).Catalogue!;

    /// <summary>Those of the service, without a cool-down.</summary>
    internal static BacktestSettings Settings() => new()
    {
        AccountLabel = "paper",
        Cash = 100_000,
        Risk = new RiskOptions { Cooldown = TimeSpan.Zero },
        Policy = new OrderPolicy(true, 5),
        Quality = new FeatureQualityLimits(0.5, TimeSpan.FromSeconds(120), 0.5),
        PriceLookback = TimeSpan.FromMinutes(5),
        BatchSize = 500,
    };
}
