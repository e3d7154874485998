using System.Diagnostics;
using Prometheus;
using Torghut.Common.Metrics;
using Torghut.Testing;

namespace Torghut.Common.Tests.Metrics;

public sealed class ServiceMetricFactoryTests
{
    private CollectorRegistry _registry = null!;
    private MetricFactory _metrics = null!;

    [SetUp]
    public void SetUp()
    {
        _registry = Prometheus.Metrics.NewCustomRegistry();
        _metrics = ServiceMetricFactory.Create(_registry);
    }

    [Test]
    public async Task Page_NothingAdded_IsEmpty() => Assert.That(await RegistryPage.ReadAsync(_registry), Is.EqualTo("\n").Or.Empty);

    [TestCase(ActivityTraceFlags.Recorded, true)]
    [TestCase(ActivityTraceFlags.None, false)]
    public async Task Latency_WithinAnActivity_HasAnExemplarIfSampled(ActivityTraceFlags flags, bool expected)
    {
        var latency = _metrics.CreateLatency("torghut_sample_seconds", "Durations.", [0.1, 1]);
        var events = _metrics.CreateCounter("torghut_sample_events_total", "Events.");
        using var activity = new Activity("sample") { ActivityTraceFlags = flags }.Start();
        latency.Observe(0.05);
        events.Inc();

        var page = await RegistryPage.ReadAsync(_registry, ExpositionFormat.OpenMetricsText);
        var exemplar = $"torghut_sample_seconds_bucket{{le=\"0.1\"}} 1 # {{trace_id=\"{activity.TraceId}\",span_id=\"{activity.SpanId}\"}} 0.05";
        Assert.That(page, expected ? Does.Contain(exemplar) : Does.Not.Contain("trace_id"));
        Assert.That(page, Does.Contain("torghut_sample_events_total 1.0\n"), "only latencies have exemplars");
    }

    [Test]
    public void Children_WithoutActivity_AllocateNothing()
    {
        var latency = _metrics.CreateLatency("torghut_sample_seconds", "Durations.", [0.1, 1], "topic").WithLabels("trades");
        var events = _metrics.CreateCounter("torghut_sample_events_total", "Events.", "channel").WithLabels("trades");
        latency.Observe(0.05);
        events.Inc();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            latency.Observe(0.05);
            events.Inc();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That((latency.Count, events.Value), Is.EqualTo((1_001, 1_001)));
    }

    [Test]
    public async Task Page_CallbackThrows_ShowsTheRest()
    {
        var gauge = _metrics.CreateGauge("torghut_sample_level", "Level.");
        _registry.AddBeforeCollectCallback(() => throw new InvalidOperationException("no level"));
        _registry.AddBeforeCollectCallback(() => gauge.Set(7));
        Assert.That(await RegistryPage.ReadAsync(_registry), Does.Contain("torghut_sample_level 7\n"));
    }
}
