using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Torghut.Common.Metrics;

/// <summary>Collects the process's instruments and renders them for a scrape.</summary>
public sealed class PrometheusExporter : IDisposable
{
    /// <summary>The runtime's own meter, worth having beside ours; others (HTTP server, DNS) would only add noise.</summary>
    private const string RuntimeMeter = "System.Runtime";

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _collecting = new();

    public PrometheusExporter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Torghut", StringComparison.Ordinal) || instrument.Meter.Name == RuntimeMeter)
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, static published => new MetricFamily(published)));
            }
        };
        _listener.MeasurementsCompleted = (instrument, state) => _families.TryRemove(instrument, out var _);
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>All series in the Prometheus text format.</summary>
    public string Render()
    {
        lock (_collecting)
        {
            foreach (var family in _families.Values)
            {
                family.ForgetObserved();
            }

            _listener.RecordObservableInstruments();
            return PrometheusText.Render(_families.Values);
        }
    }

    public void Dispose() => _listener.Dispose();
}
