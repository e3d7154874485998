using System.Diagnostics.Metrics;

namespace Torghut.Common.Metrics;

/// <summary>
/// Names by Prometheus' rules. Our own instruments carry their full name already; the runtime's use dots and get the usual suffix.
/// Source: prometheus.io, "Metric and label naming".
/// </summary>
internal static class PrometheusName
{
    public static string Of(Instrument instrument)
    {
        var name = Sanitise(instrument.Name);
        var isCounter = instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) && !instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    public static string Sanitise(string name) =>
        string.Create(name.Length, name, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
            }
        });
}
