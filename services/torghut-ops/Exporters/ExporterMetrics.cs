using System.Globalization;
using Prometheus;
using Torghut.Common.Metrics;
using Torghut.Contracts.Market;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Exporters;

/// <summary>
/// What probes saw, for alerts. A value that was never seen is not there: 0 bytes of free disk would be an alarm. One that is seen no more keeps its last
/// value, and the time of its last success gets old.
/// </summary>
internal sealed class ExporterMetrics
{
    private const string Guardrails = "torghut_clickhouse_guardrails_";

    private static readonly GaugeConfiguration WhenSeen = new() { SuppressInitialValue = true };

    private readonly Gauge _lastSuccess;
    private readonly Gauge _marketOpen;
    private readonly Gauge _nextTransition;
    private readonly Gauge _scrape;
    private readonly Gauge _scrapedAt;
    private readonly Gauge _lowMemory;
    private readonly Counter _fallbacks;
    private readonly Gauge _staleSymbols;
    private readonly (Gauge Gauge, string Fact, string Member)[] _numbers;
    private readonly (Gauge Gauge, string Fact)[] _newest;

    public ExporterMetrics(CollectorRegistry registry)
    {
        var metrics = ServiceMetricFactory.Create(registry);
        _lastSuccess = metrics.CreateGauge(
            "torghut_ops_probe_last_success_timestamp_seconds", "When a probe was last answered, Unix time.", "component", "probe");
        _marketOpen = metrics.CreateGauge("torghut_market_open", "1 while the venue's regular session is on, as the broker says.", "venue");
        _nextTransition = metrics.CreateGauge(
            "torghut_market_next_transition_timestamp_seconds", "When the venue's regular session opens or closes next, Unix time in market time.", "venue");
        _scrape = metrics.CreateGauge($"{Guardrails}last_scrape_success", "1 when ClickHouse answered every probe of the last look.", WhenSeen);
        _scrapedAt = metrics.CreateGauge(
            $"{Guardrails}last_success_timestamp_seconds", "When ClickHouse last answered every probe, Unix time.", WhenSeen);
        _lowMemory = metrics.CreateGauge(
            $"{Guardrails}freshness_low_memory_mode", "1 while the newest row is found by the metadata of parts, which reads no row.", WhenSeen);
        _fallbacks = metrics.CreateCounter($"{Guardrails}freshness_fallback_total", "Times that max() failed and the metadata of parts was used.");
        _staleSymbols = metrics.CreateGauge(
            $"{Guardrails}stale_symbols", "Enabled symbols that have no signal near the newest one (OPS_MAX_FRESHNESS_LAG_SECONDS).", WhenSeen);
        _numbers =
        [
            (Number(metrics, "disk_free_bytes", "Free bytes of ClickHouse's disks."), "clickhouse.disks", "free_bytes"),
            (Number(metrics, "disk_free_ratio", "Free part of ClickHouse's disks, 0 to 1."), "clickhouse.disks", "free_ratio"),
            (Number(metrics, "replica_readonly", "Replicas that are read-only."), "clickhouse.replicas", "read_only"),
            (Number(metrics, "replica_queue", "Entries of the replicas' queues."), "clickhouse.replicas", "queue"),
            (Number(metrics, "parts", "Active parts of all tables."), "clickhouse.parts", "parts"),
            (Number(metrics, "merges", "Merges that are running."), "clickhouse.parts", "merges"),
            (Number(metrics, "ta_signals_lag_seconds", "Market time less the event time of the newest signal, at the last look."),
                "clickhouse.ta_signals", "lag_seconds"),
            (Number(metrics, "ta_microbars_lag_seconds", "Market time less the event time of the newest microbar, at the last look."),
                "clickhouse.ta_microbars", "lag_seconds"),
        ];
        _newest =
        [
            (Number(metrics, "ta_signals_max_event_ts_seconds", "Event time of the newest signal, Unix time."), "clickhouse.ta_signals"),
            (Number(metrics, "ta_microbars_max_event_ts_seconds", "Event time of the newest microbar, Unix time."), "clickhouse.ta_microbars"),
        ];
    }

    /// <summary>Shows what was seen.</summary>
    public void Show(IReadOnlyList<Fact> facts, MarketClock clock)
    {
        foreach (var fact in facts.Where(fact => fact.Ok))
        {
            _lastSuccess.WithLabels(fact.Component, fact.Probe).Set(Seconds(fact.ObservedAt));
        }

        ShowClickHouse(facts);
        ShowMarket(clock);
    }

    private static Gauge Number(MetricFactory metrics, string name, string help) => metrics.CreateGauge(Guardrails + name, help, WhenSeen);

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private void ShowClickHouse(IReadOnlyList<Fact> facts)
    {
        Fact[] own = [.. facts.Where(fact => fact.Component == "clickhouse")];
        var whole = own.Length > 0 && Array.TrueForAll(own, fact => fact.Ok || fact.Probe == ClickHouseProbes.FreshSymbols);
        _scrape.Set(whole ? 1 : 0);
        if (whole)
        {
            _scrapedAt.Set(Seconds(own.Max(fact => fact.ObservedAt)));
        }

        foreach (var (gauge, id, member) in _numbers)
        {
            if (Array.Find(own, fact => fact.Id == id && fact.Ok)?.Number(member) is { } number)
            {
                gauge.Set(number);
            }
        }

        if (Array.Find(own, fact => fact is { Probe: ClickHouseProbes.FreshSymbols, Ok: true })?.Texts("symbols") is { } fresh
            && facts.FirstOrDefault(fact => fact is { Id: "universe.symbols", Ok: true })?.Texts("symbols") is { } enabled)
        {
            // Signals of a symbol that is enabled no more stand for none that is.
            _staleSymbols.Set(enabled.Except(fresh).Count());
        }

        Fact[] newest = [.. own.Where(fact => fact.Ok && fact.Has("low_memory"))];
        if (newest.Length > 0)
        {
            _lowMemory.Set(newest.Any(fact => fact.Flag("low_memory") == true) ? 1 : 0);
            _fallbacks.Inc(newest.Count(fact => fact.Flag("fell_back") == true));
        }

        foreach (var (gauge, id) in _newest)
        {
            if (DateTimeOffset.TryParse(
                Array.Find(own, fact => fact.Id == id && fact.Ok)?.Text("newest_event_ts"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                out var time))
            {
                gauge.Set(Seconds(time));
            }
        }
    }

    /// <summary>Open is what the broker says; when that changes next is what the exchange's calendar says.</summary>
    private void ShowMarket(MarketClock clock)
    {
        var next = MarketCalendar.SessionAt(clock.Now) is { } session ? session.Close : MarketCalendar.NextOpen(clock.Now).Open;
        _marketOpen.WithLabels(MarketClock.Venue).Set(clock.IsOpen ? 1 : 0);
        _nextTransition.WithLabels(MarketClock.Venue).Set(Seconds(next));
    }
}
