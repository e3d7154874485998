using System.Diagnostics.Metrics;

namespace Torghut.Common.Metrics;

/// <summary>All series of one instrument. Recording finds its series without allocating; series are only ever added.</summary>
internal sealed class MetricFamily
{
    /// <summary>Latencies from half a millisecond to a minute, for histograms that give no buckets of their own.</summary>
    private static readonly double[] DefaultBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    /// <summary>A label with unbounded values would eat the process's memory; past this many series a measurement goes to the overflow series.</summary>
    private const int MaxSeries = 1_000;

    private static readonly KeyValuePair<string, object?>[] OverflowTags = [new("overflow", "true")];

    private readonly Lock _growing = new();
    private MetricSeries[] _series = [];

    public MetricFamily(Instrument instrument)
    {
        Name = PrometheusName.Of(instrument);
        Help = instrument.Description ?? "";
        Kind = MetricKindOf(instrument);
        IsObservable = instrument.IsObservable;
        Bounds = Kind == MetricKind.Histogram ? [.. (instrument as Instrument<double>)?.Advice?.HistogramBucketBoundaries ?? DefaultBounds] : [];
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    public bool IsObservable { get; }

    /// <summary>An array, because every measurement walks along it.</summary>
    public double[] Bounds { get; }

    public IReadOnlyList<MetricSeries> Series => Volatile.Read(ref _series);

    public void Record(double measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        switch (Kind)
        {
            case MetricKind.Histogram:
                series.Observe(measurement, Bounds);
                break;
            case MetricKind.Gauge:
                series.Set(measurement);
                break;
            case MetricKind.Counter when IsObservable:
                series.Set(measurement);
                break;
            default:
                series.Add(measurement);
                break;
        }
    }

    /// <summary>Observable instruments report every series at each collection, so those that are gone must not linger.</summary>
    public void ForgetObserved()
    {
        if (IsObservable)
        {
            Volatile.Write(ref _series, []);
        }
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var candidate in Volatile.Read(ref _series))
        {
            if (candidate.Matches(tags))
            {
                return candidate;
            }
        }

        lock (_growing)
        {
            var current = _series;
            var wanted = current.Length < MaxSeries ? tags : OverflowTags;
            foreach (var candidate in current)
            {
                if (candidate.Matches(wanted))
                {
                    return candidate;
                }
            }

            var added = new MetricSeries(wanted.ToArray(), Bounds.Length);
            Volatile.Write(ref _series, [.. current, added]);
            return added;
        }
    }

    private static MetricKind MetricKindOf(Instrument instrument)
    {
        var definition = instrument.GetType().GetGenericTypeDefinition();
        return definition switch
        {
            _ when definition == typeof(Counter<>) || definition == typeof(ObservableCounter<>) => MetricKind.Counter,
            _ when definition == typeof(Histogram<>) => MetricKind.Histogram,
            _ when definition == typeof(UpDownCounter<>) => MetricKind.UpDown,
            _ => MetricKind.Gauge,
        };
    }
}

internal enum MetricKind
{
    Counter,
    UpDown,
    Gauge,
    Histogram,
}
