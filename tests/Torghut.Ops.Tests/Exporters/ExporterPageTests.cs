using Torghut.Ops.Evidence;
using Torghut.Ops.Exporters;
using Torghut.Ops.Snapshots.Probes;
using Torghut.Ops.Tests.Snapshots;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Exporters;

/// <summary>What probes show is on file, for alerts and dashboards are written by the file.</summary>
public sealed class ExporterPageTests
{
    [Test]
    public async Task Page_AfterALook_HasTheFamiliesOnFile()
    {
        var golden = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Torghut.Ops.Tests", "Golden", "Metrics", "exporters.prom"));
        var facts = Facts.Healthy();
        const string Newest = """{"rows":10,"newest_event_ts":"2026-02-12T14:59:57.000Z","lag_seconds":2.5,"low_memory":false}""";
        facts["clickhouse.ta_signals"] = Facts.Make(Plane.Data, "clickhouse", "ta_signals", Newest);
        facts["clickhouse.ta_microbars"] = Facts.Make(Plane.Data, "clickhouse", "ta_microbars", Newest);
        facts["clickhouse.disks"] = Facts.Make(Plane.Data, "clickhouse", "disks", """{"free_ratio":0.5,"free_bytes":1000}""");
        var registry = Prometheus.Metrics.NewCustomRegistry();
        new ExporterMetrics(registry).Show([.. facts.Values], new MarketClock(Facts.Now, true, "torghut-trading"));
        new KafkaMetrics(registry).Show([.. facts.Values]);
        new AdvisoryGuardrailMetrics(registry, new ExporterOptions()).Show([.. facts.Values]);

        var page = await RegistryPage.ReadAsync(registry);
        Assert.That(GoldenExposition.Missing(golden, page, values: false), Is.Empty);
        Assert.That(ExpositionLine.ReadAll(page).Where(line => line.IsComment).Select(line => line.Name)
            .Except(ExpositionLine.ReadAll(golden).Select(line => line.Name)), Is.Empty);
        Assert.That(page, Does.Contain("torghut_clickhouse_guardrails_ta_signals_lag_seconds 2.5\n"));
    }
}
