using Torghut.Common.Metrics;
using Torghut.Testing;

namespace Torghut.Common.Tests.Metrics;

/// <summary>The process's and the runtime's metrics keep the names on file.</summary>
public sealed class ProcessMetricsTests
{
    [Test]
    public async Task Page_OfAnyService_HasTheGoldenNames()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        _ = new ProcessMetrics(registry);
        using var runtime = new RuntimeMetrics(registry);
        GC.Collect();
        Throw();

        var page = await RegistryPage.ReadAsync(registry);
        var golden = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Torghut.Common.Tests", "Golden", "Metrics", "process.prom"));
        Assert.Multiple(async () =>
        {
            Assert.That(GoldenExposition.Missing(golden, page, values: false), Is.Empty);
            Assert.That(Names(page), Is.EquivalentTo(Names(golden)));
            Assert.That(await Promtool.CheckAsync(page), Is.Empty);
        });
    }

    [Test]
    public async Task Page_ReadTwice_ShowsCurrentValues()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        using var runtime = new RuntimeMetrics(registry);
        var before = Value(await RegistryPage.ReadAsync(registry), "dotnet_gc_collections_total{gc_heap_generation=gen2}");
        GC.Collect();
        var page = await RegistryPage.ReadAsync(registry);
        Assert.That(Value(page, "dotnet_gc_collections_total{gc_heap_generation=gen2}"), Is.GreaterThan(before));
        Assert.That(Value(page, "dotnet_thread_pool_thread_count_total{}"), Is.EqualTo(ThreadPool.ThreadCount).Within(8));
    }

    private static IEnumerable<string> Names(string page) => ExpositionLine.ReadAll(page).Select(line => line.Name).Distinct();

    private static double Value(string page, string key) => ExpositionLine.ReadAll(page).Single(line => line.Key == key).Value!.Value;

    private static void Throw()
    {
        try
        {
            throw new InvalidOperationException("counted");
        }
        catch (InvalidOperationException)
        {
            // Counted when it was thrown.
        }
    }
}
