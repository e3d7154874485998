using Torghut.Ops.Http;
using Torghut.Ops.TechnicalAnalysis.Live;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Http;

/// <summary>What reading shows is on file, as every metric is.</summary>
public sealed class ReadPageTests
{
    [Test]
    public async Task Page_AfterReadsAndStreams_HasTheFamiliesOnFile()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        new ReadMetrics(registry).Answered("/api/snapshots", ReadMetrics.Ok, TimeSpan.FromSeconds(1));
        new LiveMetrics(registry).Failed("kafka");
        var golden = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Torghut.Ops.Tests", "Golden", "Metrics", "reads.prom"));
        Assert.That(GoldenExposition.Missing(golden, await RegistryPage.ReadAsync(registry), values: false), Is.Empty);
    }
}
