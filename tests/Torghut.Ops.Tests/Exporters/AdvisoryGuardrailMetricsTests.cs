using Torghut.Ops.Evidence;
using Torghut.Ops.Exporters;
using Torghut.Ops.Tests.Snapshots;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Exporters;

public sealed class AdvisoryGuardrailMetricsTests
{
    [Test]
    public async Task Page_AfterADayWithReviews_HasRatesAndWhatIsExpected()
    {
        var page = await PageAsync("""{"reviews":10,"vetoes":3,"requests":20,"tokens":30000}""");
        Assert.Multiple(async () =>
        {
            Assert.That(page, Does.Contain("torghut_llm_guardrails_veto_rate 0.3\n").And.Contain("torghut_llm_guardrails_veto_rate_baseline 0.25\n"));
            Assert.That(page, Does.Contain("tokens_per_request 1500\n").And.Contain("tokens_per_request_budget 2000\n"));
            Assert.That(page, Does.Contain($"last_success_timestamp_seconds {Facts.Now.ToUnixTimeSeconds()}\n"));
            Assert.That(await Promtool.CheckAsync(page), Is.Empty);
        });
    }

    [Test]
    public async Task Page_NobodyWasAskedAnyMore_HasNoRate() => Assert.That(
        await PageAsync("""{"reviews":1,"vetoes":1,"requests":1,"tokens":5}""", """{"reviews":0,"vetoes":0,"requests":0,"tokens":0}"""),
        Does.Not.Contain("veto_rate 1").And.Not.Contain("tokens_per_request 5").And.Contain("reviews 0\n"));

    private static async Task<string> PageAsync(params string[] looks)
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var guardrails = new AdvisoryGuardrailMetrics(registry, new ExporterOptions { VetoRateBaseline = 0.25, TokensPerRequestBudget = 2000 });
        foreach (var look in looks)
        {
            guardrails.Show([Facts.Make(Plane.Decision, "postgres", "reviews", look)]);
        }

        return await RegistryPage.ReadAsync(registry);
    }
}
