using System.Globalization;
using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Alerts;

/// <summary>Tests of a chart's rules in promtool's form, made of the cases.</summary>
internal sealed class PromtoolFile(string rules)
{
    private const string Look = "25m";
    private const int Seconds = 30;
    private const int Samples = 150;

    private readonly List<PromtoolBatch> _batches = [];

    public override string ToString() => $"rule_files: ['{rules}']\nevaluation_interval: 1m\ntests:\n{string.Concat(_batches)}";

    /// <summary>The cases of an alert: it fires, does not, a process began anew, and a closed market where that matters.</summary>
    public void Add(Alert alert, Node cases)
    {
        var at = AtOf(cases);
        foreach (var one in cases["fires"].Items)
        {
            BatchFor(alert, one, market: null).Expect(alert, at, LabelsOf(one));
            if (alert.IsOfTheSession)
            {
                BatchFor(alert, one, "0xN").Expect(alert, at, null);
            }
        }

        foreach (var one in cases["silent"].Items.Concat(cases["reset"].Items))
        {
            BatchFor(alert, one, market: null).Expect(alert, at, null);
        }
    }

    /// <summary>Nothing is scraped at all.</summary>
    public void AddNothing(IEnumerable<Alert> alerts, IReadOnlyDictionary<string, Node> cases)
    {
        var batch = new PromtoolBatch(Seconds, Samples, market: null);
        _batches.Add(batch);
        foreach (var alert in alerts)
        {
            batch.Expect(alert, AtOf(cases[alert.Name]), cases[alert.Name].Has("absent") ? [] : null);
        }
    }

    /// <summary>An alert's trouble over a whole day: it fires while the market is open, and only then.</summary>
    public void AddDay(Alert alert, Node cases, DateOnly day)
    {
        var trouble = cases["fires"].Items.First();
        var batch = BatchFor(alert, trouble, MarketDays.Gauge(day), seconds: 60, MarketDays.Length);
        foreach (var (minute, open) in MarketDays.Looks(day))
        {
            batch.Expect(alert, string.Create(CultureInfo.InvariantCulture, $"{minute}m"), open ? LabelsOf(trouble) : null);
        }
    }

    private static string AtOf(Node cases) => cases.Has("at") ? cases["at"].Text : Look;

    private static Dictionary<string, string> LabelsOf(Node one) =>
        one.Has("labels") ? one["labels"].Map.ToDictionary(pair => pair.Key, pair => pair.Value.Text) : [];

    private PromtoolBatch BatchFor(Alert alert, Node one, string? market, int seconds = Seconds, int samples = Samples)
    {
        var series = one["series"].Map.ToDictionary(pair => pair.Key, pair => pair.Value.Text, StringComparer.Ordinal);
        string[] metrics = [.. alert.Metrics, .. series.Keys.Select(name => name.Split('{')[0])];
        if (_batches.Find(batch => batch.HasRoomFor(seconds, market, metrics, series)) is not { } found)
        {
            found = new PromtoolBatch(seconds, samples, market);
            _batches.Add(found);
        }

        found.Add(metrics, series);
        return found;
    }
}
