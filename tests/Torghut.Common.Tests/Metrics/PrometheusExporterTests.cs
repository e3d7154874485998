using System.Diagnostics;
using System.Diagnostics.Metrics;
using Torghut.Common.Metrics;

namespace Torghut.Common.Tests.Metrics;

public sealed class PrometheusExporterTests
{
    private Meter _meter = null!;
    private PrometheusExporter _exporter = null!;

    [SetUp]
    public void SetUp()
    {
        _exporter = new PrometheusExporter();
        _meter = new Meter("Torghut.Sample");
    }

    [TearDown]
    public void TearDown()
    {
        _meter.Dispose();
        _exporter.Dispose();
    }

    [Test]
    public void Render_Counter_AddsUpPerLabelSet()
    {
        var counter = _meter.CreateCounter<long>("torghut_sample_events_total", description: "Events.");
        counter.Add(2, new KeyValuePair<string, object?>("channel", "trades"));
        counter.Add(3, new KeyValuePair<string, object?>("channel", "trades"));
        counter.Add(1, new KeyValuePair<string, object?>("channel", "quo\"tes\\\n"));

        Assert.That(Own(), Is.EqualTo("""
            # HELP torghut_sample_events_total Events.
            # TYPE torghut_sample_events_total counter
            torghut_sample_events_total{channel="trades"} 5
            torghut_sample_events_total{channel="quo\"tes\\\n"} 1

            """));
    }

    [Test]
    public void Render_Histogram_CumulatesBuckets()
    {
        var histogram = _meter.CreateHistogram("torghut_sample_seconds", description: "Durations.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.1, 0.5, 0.5, 5 })
        {
            histogram.Record(value);
        }

        Assert.That(Own(), Is.EqualTo("""
            # HELP torghut_sample_seconds Durations.
            # TYPE torghut_sample_seconds histogram
            torghut_sample_seconds_bucket{le="0.1"} 1
            torghut_sample_seconds_bucket{le="1"} 3
            torghut_sample_seconds_bucket{le="+Inf"} 4
            torghut_sample_seconds_sum 6.1
            torghut_sample_seconds_count 4

            """));
    }

    [Test]
    public void Render_ObservableGauge_ForgetsSeriesThatAreGone()
    {
        var classes = new List<string> { "a", "b" };
        _meter.CreateObservableGauge("torghut_sample_class", () => classes.Select(name => new Measurement<long>(1, new KeyValuePair<string, object?>("class", name))), description: "Classes.");
        _exporter.Render();
        classes.Remove("a");

        Assert.That(Own(), Does.Contain("class=\"b\"").And.Not.Contain("class=\"a\""));
    }

    [Test]
    public void Render_LabelWithoutBound_StopsGrowing()
    {
        var counter = _meter.CreateCounter<long>("torghut_sample_events_total", description: "Events.");
        for (var i = 0; i < 5_000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("order", i));
        }

        Assert.That(Own().Split('\n'), Has.Length.LessThan(1_100).And.Some.EqualTo("torghut_sample_events_total{overflow=\"true\"} 4000"));
    }

    [Test]
    public void Record_SteadyState_AllocatesNothing()
    {
        var counter = _meter.CreateCounter<long>("torghut_sample_events_total", description: "Events.");
        counter.Add(1, new KeyValuePair<string, object?>("channel", "trades"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("channel", "trades"));
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public async Task Render_Everything_PassesPromtool()
    {
        _meter.CreateCounter<long>("torghut_sample_events_total", description: "Events.").Add(1, new KeyValuePair<string, object?>("channel", "trades"));
        _meter.CreateHistogram<double>("torghut_sample_duration_seconds", description: "Durations.").Record(0.2);
        _meter.CreateObservableGauge("torghut_sample_ready", () => 1L, description: "Readiness.");

        using var promtool = Process.Start(new ProcessStartInfo("promtool", "check metrics") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("promtool did not start: run build/bootstrap.");
        await promtool.StandardInput.WriteAsync(Own());
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        Assert.That(promtool.ExitCode, Is.Zero, complaints);
    }

    /// <summary>The exposition without the runtime's own meter.</summary>
    private string Own() => string.Concat(_exporter.Render().Split('\n').Where(line => line.Contains("torghut_sample", StringComparison.Ordinal)).Select(line => line + "\n"));
}
