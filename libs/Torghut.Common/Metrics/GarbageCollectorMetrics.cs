using Prometheus;

namespace Torghut.Common.Metrics;

/// <summary>The garbage collector's part of <see cref="RuntimeMetrics"/>.</summary>
internal static class GarbageCollectorMetrics
{
    private const string Generation = "gc_heap_generation";
    private static readonly string[] Generations = ["gen0", "gen1", "gen2", "loh", "poh"];

    public static void Add(CollectorRegistry registry, MetricFactory metrics)
    {
        AddTotals(registry, metrics);
        AddLastCollection(registry, metrics);
    }

    private static void AddTotals(CollectorRegistry registry, MetricFactory metrics)
    {
        var collections = metrics.CreateCounter(
            "dotnet_gc_collections_total", "The number of garbage collections that have occurred since the process has started.", Generation);
        var byGeneration = Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation => collections.WithLabels(Generations[generation])).ToArray();
        var allocated = metrics.CreateCounter(
            "dotnet_gc_heap_total_allocated_total",
            "The approximate number of bytes allocated on the managed GC heap since the process has started. The returned value does not include any native allocations.");
        var paused = metrics.CreateCounter("dotnet_gc_pause_time_total", "The total amount of time paused in GC since the process has started.");
        registry.AddBeforeCollectCallback(() =>
        {
            // The runtime counts a collection in the lower generations too; here each counts once.
            var higher = 0;
            for (var generation = byGeneration.Length - 1; generation >= 0; generation--)
            {
                var count = GC.CollectionCount(generation);
                byGeneration[generation].IncTo(count - higher);
                higher = count;
            }

            allocated.IncTo(GC.GetTotalAllocatedBytes());
            paused.IncTo(GC.GetTotalPauseDuration().TotalSeconds);
        });
    }

    private static void AddLastCollection(CollectorRegistry registry, MetricFactory metrics)
    {
        var fragmentation = metrics.CreateGauge(
            "dotnet_gc_last_collection_heap_fragmentation_size", "The heap fragmentation, as observed during the latest garbage collection.", Generation);
        var size = metrics.CreateGauge(
            "dotnet_gc_last_collection_heap_size", "The managed GC heap size (including fragmentation), as observed during the latest garbage collection.",
            Generation);
        var committed = metrics.CreateGauge(
            "dotnet_gc_last_collection_memory_committed_size",
            "The amount of committed virtual memory in use by the .NET GC, as observed during the latest garbage collection.",
            new GaugeConfiguration { SuppressInitialValue = true });
        registry.AddBeforeCollectCallback(() =>
        {
            var last = GC.GetGCMemoryInfo();
            if (last.Index == 0)
            {
                return;
            }

            committed.Set(last.TotalCommittedBytes);
            for (var i = 0; i < Generations.Length; i++)
            {
                fragmentation.WithLabels(Generations[i]).Set(last.GenerationInfo[i].FragmentationAfterBytes);
                size.WithLabels(Generations[i]).Set(last.GenerationInfo[i].SizeAfterBytes);
            }
        });
    }
}
