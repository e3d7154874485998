using System.Globalization;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>Snapshots as <c>/api/snapshot</c> gives them: all well, and with ClickHouse stopped.</summary>
internal static class FixtureSnapshot
{
    public static object Of(bool isDown, DateTimeOffset at)
    {
        var time = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        object Fact(string plane, string component, string probe, string outcome, object? value, string? detail = null) => new
        {
            plane, component, probe, id = $"{component}.{probe}", command = $"torghut-ops snapshot --format text --all # {component}", observed_at = time, outcome, value, detail,
            duration_ms = 14, max_age_s = 60, ok = outcome == "ok",
        };
        return new
        {
            metadata = new { capture_started = time, capture_ended = time, @operator = "torghut-ops", bundle_version = "0.1.0", cluster_context = "sandbox" },
            verdict = isDown ? "RED" : "GREEN",
            headline = isDown ? "data_pipeline_incident: ClickHouse does not answer, and the market is open." : "Nothing stands out.",
            confidence = isDown ? "reduced: 2 of 14 required probes did not answer" : "full",
            facts = new[]
            {
                Fact("control", "cluster", "api", "not_configured", null, "no cluster"),
                Fact("control", "sandbox", "processes", "ok", new { up = 9, down = isDown ? 1 : 0 }),
                Fact("compute", "torghut-ws", "readyz", "ok", new { ready = true }),
                Fact("compute", "torghut-ta", "status", "ok", new { status = "ok", watermark_lag_ms = 812 }),
                Fact("data", "clickhouse", "ta_signals", isDown ? "unreachable" : "ok", isDown ? null : new { rows = 8_112_904, lag_s = 2 }, isDown ? "connection refused" : null),
                Fact("data", "postgres", "rows", "ok", new { trade_decisions = 2688, executions = 34 }),
                Fact("data", "kafka", "groups", "ok", new { torghut_ta = 0 }),
                Fact("decision", "trading", "status", "ok", new { enabled = true, mode = "paper", kill_switch = false }),
            },
            interpretations = isDown
                ? new object[]
                {
                    new { rule = "data_pipeline_incident", severity = "RED", text = "ClickHouse does not answer, and the market is open.", rests_on = new[] { "clickhouse.ta_signals" }, label = "interpretation", subject = "clickhouse", explained_by = (string?)null },
                    new { rule = "dependency_failed", severity = "YELLOW", text = "torghut-trading reads no signals.", rests_on = new[] { "trading.status" }, label = "interpretation", subject = "trading", explained_by = "data_pipeline_incident (clickhouse)" },
                }
                : [],
            next_actions = isDown ? new object[] { new { rule = "data_pipeline_incident", action = "See whether ClickHouse runs, then its disk and its log", owner = "data on call", runbook = "docs/runbooks.md#clickhouse-storage" } } : [],
            top_cause = isDown ? new { rule = "data_pipeline_incident", plane = "data", subject = "clickhouse", severity = "RED", text = "ClickHouse does not answer.", explains = new[] { "torghut-trading reads no signals" } } : null,
            coverage = new { required = 14, answered = isDown ? 12 : 14, blind = isDown ? new[] { "clickhouse.ta_signals", "clickhouse.disk" } : [] },
        };
    }

    public static object History(bool isEmpty) => new
    {
        kept = true,
        snapshots = isEmpty ? [] : Enumerable.Range(0, 6).Select(i => new
        {
            id = $"2013100{7 - (i / 3)}T1{5 - (i % 3)}0000000Z-0000000{i}", captured_at = $"2013-10-0{7 - (i / 3)}T1{5 - (i % 3)}:00:00Z", verdict = i == 2 ? "RED" : i == 3 ? "YELLOW" : "GREEN",
            headline = i == 2 ? "data_pipeline_incident: ClickHouse does not answer, and the market is open." : "Nothing stands out.", confidence = "full", @operator = "torghut-ops",
        }).ToArray(),
        next = (string?)null,
    };
}
