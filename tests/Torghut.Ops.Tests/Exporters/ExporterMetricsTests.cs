using Torghut.Ops.Evidence;
using Torghut.Ops.Exporters;
using Torghut.Ops.Snapshots.Probes;
using Torghut.Ops.Tests.Snapshots;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Exporters;

public sealed class ExporterMetricsTests
{
    private static readonly MarketClock Clock = new(Facts.Now, true, "torghut-trading");

    [Test]
    public async Task Page_BeforeTheFirstLook_HasNoValues() =>
        Assert.That(
            (await PageAsync()).Split('\n').Where(line => line.Length > 0 && line[0] != '#'),
            Is.EqualTo(new[] { "torghut_clickhouse_guardrails_freshness_fallback_total 0" }), "A counter is there from the start.");

    [Test]
    public async Task Page_NewestRowByParts_SaysSoAndCountsWhyOnce()
    {
        Fact[] Look(string more) =>
            [Facts.Make(Plane.Data, "clickhouse", "ta_signals", "{\"rows\":1,\"newest_event_ts\":\"2026-02-12T14:59:57Z\",\"low_memory\":" + more + "}")];
        var page = await PageAsync(Look("false"), Look("true,\"fell_back\":true"));
        Assert.That(page, Does.Contain("freshness_low_memory_mode 1\n").And.Contain("freshness_fallback_total 1\n"));
        Assert.That(await PageAsync(Look("false")), Does.Contain("freshness_low_memory_mode 0\n").And.Contain("freshness_fallback_total 0\n"));
    }

    /// <summary>Symbols that are enabled no more hid as many that had gone silent.</summary>
    [TestCase("AAPL,SPY", 0)]
    [TestCase("SPY", 1)]
    [TestCase("", 2)]
    [TestCase("SPY,OLD,OLDER", 1)]
    public async Task Page_SymbolsWithoutASignal_AreCounted(string fresh, int stale)
    {
        var symbols = string.Join(',', fresh.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(symbol => $"\"{symbol}\""));
        var fact = Facts.Make(Plane.Data, "clickhouse", "fresh_symbols", $$"""{"skipped":false,"symbols":[{{symbols}}]}""");
        var page = await PageAsync([Facts.Healthy()["universe.symbols"], fact]);
        Assert.That(page, Does.Contain($"torghut_clickhouse_guardrails_stale_symbols {stale}\n"));
    }

    /// <summary>Where no rows may be read, nobody knows; and ClickHouse is well all the same.</summary>
    [Test]
    public async Task Page_SymbolsNotCounted_SaysNothingOfThem()
    {
        var facts = Facts.Healthy();
        facts["clickhouse.fresh_symbols"] = Facts.Make(Plane.Data, "clickhouse", "fresh_symbols", """{"skipped":true}""");
        Assert.That(await PageAsync([.. facts.Values]), Does.Not.Contain("stale_symbols 0").And.Contain("guardrails_last_scrape_success 1\n"));
        facts["clickhouse.fresh_symbols"] = facts["clickhouse.fresh_symbols"] with { Outcome = Outcome.Timeout, Value = null };
        Assert.That(await PageAsync([.. facts.Values]), Does.Contain("guardrails_last_scrape_success 1\n"));
    }

    [Test]
    public async Task Page_AfterALook_HasWhatWasSeen()
    {
        var page = await PageAsync([.. Facts.Healthy().Values, Facts.Make(Plane.Data, "clickhouse", "more", "{}")]);
        Assert.Multiple(async () =>
        {
            Assert.That(page, Does.Contain("torghut_market_open{venue=\"alpaca\"} 1\n"));
            var close = Facts.Now.AddHours(6).ToUnixTimeSeconds();
            Assert.That(page, Does.Contain($"torghut_market_next_transition_timestamp_seconds{{venue=\"alpaca\"}} {close}\n"));
            var probe = "{component=\"postgres\",probe=\"ping\"}";
            Assert.That(page, Does.Contain($"torghut_ops_probe_last_success_timestamp_seconds{probe} {Facts.Now.ToUnixTimeSeconds()}\n"));
            Assert.That(page, Does.Contain("torghut_clickhouse_guardrails_disk_free_ratio 0.5\n"));
            Assert.That(page, Does.Contain("torghut_clickhouse_guardrails_last_scrape_success 1\n"));
            Assert.That(page, Does.Contain("torghut_clickhouse_guardrails_parts 12\n"));
            Assert.That(page, Does.Contain($"torghut_clickhouse_guardrails_ta_signals_max_event_ts_seconds {Facts.Now.ToUnixTimeSeconds() - 3}\n"));
            Assert.That(await Promtool.CheckAsync(page), Is.Empty);
        });
    }

    [Test]
    public async Task Page_ClickHouseGone_KeepsTheLastValuesAndSaysSo()
    {
        var gone = Facts.Healthy().Values.Select(fact => fact.Component == "clickhouse" ? fact with { Outcome = Outcome.Unreachable, Value = null } : fact);
        var page = await PageAsync([.. Facts.Healthy().Values], [.. gone.Select(fact => fact with { ObservedAt = Facts.Now.AddMinutes(1) })]);
        Assert.That(page, Does.Contain("guardrails_last_scrape_success 0\n").And.Contain("guardrails_disk_free_ratio 0.5\n")
            .And.Contain($"guardrails_last_success_timestamp_seconds {Facts.Now.ToUnixTimeSeconds()}\n"));
    }

    [Test]
    public async Task Page_MarketClosed_NamesTheNextOpening()
    {
        // A Friday evening before a Monday that is a holiday: Presidents' Day, 2026-02-16.
        var evening = new MarketClock(new DateTimeOffset(2026, 2, 13, 23, 0, 0, TimeSpan.Zero), false, "test");
        var registry = Prometheus.Metrics.NewCustomRegistry();
        new ExporterMetrics(registry).Show([], evening);
        var expected = new DateTimeOffset(2026, 2, 17, 14, 30, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var page = await RegistryPage.ReadAsync(registry);
        Assert.That(page, Does.Contain("torghut_market_open{venue=\"alpaca\"} 0\n").And.Contain($"{{venue=\"alpaca\"}} {expected}\n"));
    }

    private static async Task<string> PageAsync(params Fact[][] looks)
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var metrics = new ExporterMetrics(registry);
        foreach (var facts in looks)
        {
            metrics.Show(facts, Clock);
        }

        return await RegistryPage.ReadAsync(registry);
    }
}
