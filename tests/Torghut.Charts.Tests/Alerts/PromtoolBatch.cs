using System.Globalization;
using System.Text;

namespace Torghut.Charts.Tests.Alerts;

/// <summary>One of promtool's tests. Cases of several alerts share it, for each costs a database; none of them may read a metric of another's.</summary>
internal sealed class PromtoolBatch(int seconds, int samples, string? market)
{
    private const string Market = "torghut_market_open";

    private readonly StringBuilder _looks = new();
    private readonly Dictionary<string, string> _series = new(StringComparer.Ordinal);
    private readonly HashSet<string> _metrics = new(StringComparer.Ordinal);

    /// <summary>Whether a case that reads these metrics may be added: nobody else reads them, or the series that are there are its own.</summary>
    public bool HasRoomFor(int interval, string? open, IReadOnlyList<string> metrics, IReadOnlyDictionary<string, string> series) =>
        seconds == interval && market == open
        && (!metrics.Any(metric => metric != Market && _metrics.Contains(metric))
            || (series.All(one => _series.TryGetValue(one.Key, out var values) && values == one.Value)
                && _series.Keys.All(name => series.ContainsKey(name) || !metrics.Contains(name.Split('{')[0]))));

    public void Add(IEnumerable<string> metrics, IReadOnlyDictionary<string, string> series)
    {
        _metrics.UnionWith(metrics);
        foreach (var (name, values) in series)
        {
            _series[name] = values;
        }
    }

    /// <summary>What an alert does at a time: it fires with these labels, or not at all.</summary>
    public void Expect(Alert alert, string at, Dictionary<string, string>? labels)
    {
        _looks.Append(CultureInfo.InvariantCulture, $"      - eval_time: {at}\n        alertname: {alert.Name}\n");
        if (labels is null)
        {
            _looks.Append("        exp_alerts: []\n");
            return;
        }

        _looks.Append(CultureInfo.InvariantCulture, $"        exp_alerts:\n          - exp_labels:\n              severity: {alert.Severity}\n");
        _looks.Append(CultureInfo.InvariantCulture, $"              owner: {alert.Owner}\n");
        foreach (var (label, value) in labels)
        {
            _looks.Append(CultureInfo.InvariantCulture, $"              {label}: {value}\n");
        }

        _looks.Append(CultureInfo.InvariantCulture, $"            exp_annotations:\n              summary: \"{alert.SummaryWith(labels)}\"\n");
        _looks.Append(CultureInfo.InvariantCulture, $"              runbook_url: {alert.Runbook}\n");
    }

    public override string ToString()
    {
        var text = new StringBuilder($"  - interval: {seconds}s\n    input_series:\n      - {{series: unrelated, values: '1x1'}}\n");
        if (market is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"      - series: '{Market}{{venue=\"alpaca\"}}'\n        values: '{Filled(market)}'\n");
        }

        foreach (var (name, values) in _series)
        {
            text.Append(CultureInfo.InvariantCulture, $"      - series: '{name}'\n        values: '{Filled(values)}'\n");
        }

        return text.Append("    alert_rule_test:\n").Append(_looks).ToString();
    }

    private string Filled(string values) => (values == "now" ? string.Create(CultureInfo.InvariantCulture, $"0+{seconds}xN") : values)
        .Replace("N", samples.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
